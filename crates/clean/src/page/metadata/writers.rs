//! Who wrote an article, from everything that a page says about it.

use std::collections::HashSet;

use super::authors::{self, is_host, is_user_name, people};
use super::json_ld::JsonLd;
use super::nearby::Nearby;
use super::tags::Tags;
use super::visible::Visible;
use crate::language::Language;
use crate::page::candidate_block::same_letters;

/// Authors that are listed at most.
pub(super) const AUTHORS: usize = 20;

/// The authors, from the first source that names any. The `site` itself is one
/// only if no source names another.
pub(super) fn authors(
    json_ld: &JsonLd,
    tags: &Tags,
    visible: &Visible<'_>,
    nearby: &Nearby,
    language: &Language,
    site: Option<&str>,
) -> Vec<String> {
    let listed = |names: Vec<String>| {
        let mut known = HashSet::new();
        let people = names.iter().flat_map(|name| people(name, &language.bylines));
        let mut list: Vec<String> = Vec::new();
        for name in people.filter(|name| known.insert(name.to_lowercase())).take(AUTHORS) {
            if !authors::repeats(&name, &list) {
                list.push(name);
            }
        }
        authors::drop_descriptions(&mut list);
        list
    };
    let tagged = || {
        let stated = language.meta.author.iter().map(|name| tags.all(name));
        let people = stated.map(|names| names.into_iter().filter(|name| !name.contains("://")).collect::<Vec<_>>());
        people.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
    };
    // A line may name the first of several authors that are marked one by one.
    let signed = || {
        let (signed, marked) = (&nearby.signed, visible.authors.names());
        if signed.iter().all(|name| marked.contains(name)) && !signed.is_empty() { marked } else { signed.clone() }
    };
    let labelled = || tags.labelled(&language.bylines);
    let creator = || tags.all("twitter:creator").into_iter().filter(|name| name.contains(' ')).take(1).collect();
    let sources: [&dyn Fn() -> Vec<String>; 9] = [
        &|| json_ld.authors(),
        &signed,
        &tagged,
        &|| visible.authors.names(),
        &|| visible.authors.byline.clone(),
        &|| nearby.named.clone(),
        &labelled,
        &creator,
        &|| visible.authors.labelled.clone(),
    ];
    let publisher = json_ld.publisher();
    let organisations = json_ld.organisations();
    let is_site = |name: &String| {
        let sites = [site, publisher.as_deref()].into_iter().flatten();
        is_host(name)
            || is_user_name(name)
            || organisations.contains(name)
            || sites.into_iter().any(|site| same_letters(site, name))
    };
    let mut first = sources.iter().map(|source| listed(source())).find(|names| !names.is_empty()).unwrap_or_default();
    if !first.iter().all(is_site) {
        first.retain(|name| !is_site(name));
    }
    if first.is_empty() {
        let left = [
            listed(nearby.beside_date.clone()),
            nearby.unusual.clone(),
            authors::offices(&json_ld.authors(), &tagged(), &language.bylines),
        ];
        return left.into_iter().find(|names| !names.is_empty()).unwrap_or_default();
    }
    if !first.iter().all(is_site) {
        return first;
    }
    let mut others = sources.iter().map(|source| listed(source())).filter(|names| !names.is_empty());
    others.find(|names| !names.iter().any(is_site)).unwrap_or(first)
}
