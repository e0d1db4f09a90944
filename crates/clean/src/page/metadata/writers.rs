//! Who wrote an article, from everything that a page says about it.

use std::collections::HashSet;

use super::authors::{self, is_host, is_user_name, people, person};
use super::json_ld::JsonLd;
use super::nearby::Nearby;
use super::tags::Tags;
use super::visible::Visible;
use crate::byline::is_name;
use crate::language::Language;
use crate::page::candidate_block::{letters, same_letters};

/// Authors that are listed at most.
pub(super) const AUTHORS: usize = 20;

/// What a page says about the authors of its article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writers<'p> {
    pub(super) json_ld: &'p JsonLd,
    pub(super) tags: &'p Tags,
    pub(super) visible: &'p Visible<'p>,
    pub(super) nearby: &'p Nearby,
    pub(super) language: &'p Language,
    /// The name of the site.
    pub(super) site: Option<&'p str>,
}

impl Writers<'_> {
    /// The authors, from the first source that names any. The site itself is one
    /// only if no source names another.
    pub(super) fn authors(self) -> Vec<String> {
        let Self { json_ld, visible, nearby, .. } = self;
        let labelled = || self.tags.labelled(&self.language.bylines);
        let creator =
            || self.tags.all("twitter:creator").into_iter().filter(|name| name.contains(' ')).take(1).collect();
        let sources: [&dyn Fn() -> Vec<String>; 10] = [
            &|| json_ld.authors(),
            &|| self.signed(),
            &|| self.tagged(&|names| !self.listed(names).is_empty()),
            &|| visible.authors.names(),
            &|| visible.authors.byline.clone(),
            &|| nearby.named.clone(),
            &labelled,
            &creator,
            &|| visible.authors.labelled.clone(),
            &|| visible.authors.signed_link(),
        ];
        let lists = || sources.iter().map(|source| self.listed(&source())).filter(|names| !names.is_empty());
        let names_of_site = self.names_of_site();
        let is_site = |name: &String| is_host(name) || is_user_name(name) || is_one_of(&names_of_site, name);
        let mut first = lists().next().unwrap_or_default();
        if !first.iter().all(is_site) {
            first.retain(|name| !is_site(name));
        }
        if first.is_empty() {
            return self.without_people();
        }
        if !first.iter().all(is_site) {
            return first;
        }
        // “Harbour” is the site “Harbour Notes”, too.
        let is_part = |name: &String| {
            let name = letters(name);
            !name.is_empty() && first.iter().any(|site| !is_host(site) && letters(site).starts_with(&name))
        };
        lists().find(|names| !names.iter().any(|name| is_site(name) || is_part(name))).unwrap_or(first)
    }

    /// What is in place of an author where no source names any: names beside the date, what
    /// does not look like a name, an office.
    fn without_people(self) -> Vec<String> {
        let tagged = self.tagged(&|names| !names.is_empty());
        let left = [
            self.listed(&self.nearby.beside_date),
            self.nearby.unusual.clone(),
            authors::offices(&self.json_ld.authors(), &tagged, &self.language.bylines),
        ];
        left.into_iter().find(|names| !names.is_empty()).unwrap_or_default()
    }

    /// The people in the `names` that one source states, each of them once.
    fn listed(self, names: &[String]) -> Vec<String> {
        let words = &self.language.bylines;
        let organisations = self.json_ld.organisations();
        // “Lee & Lee” is one organisation and not two people.
        let people = |name: &String| {
            let people = people(name, words);
            let is_whole = organisations.contains(name) && !people.iter().all(|name| is_name(name));
            if is_whole { person(name, words).into_iter().collect() } else { people }
        };
        let mut known = HashSet::new();
        let people = names.iter().flat_map(people);
        let mut list: Vec<String> = Vec::new();
        for name in people.filter(|name| known.insert(name.to_lowercase())).take(AUTHORS) {
            if !authors::repeats(&name, &list) {
                list.push(name);
            }
        }
        authors::drop_descriptions(&mut list);
        authors::drop_staff(&mut list, words);
        list
    }

    /// The names in the first kind of `meta` elements for authors that fulfils `is_author`.
    fn tagged(self, is_author: &dyn Fn(&[String]) -> bool) -> Vec<String> {
        let stated = self.language.meta.author.iter().map(|name| self.tags.all(name));
        let people = stated.map(|names| names.into_iter().filter(|name| !name.contains("://")).collect::<Vec<_>>());
        people.into_iter().find(|names| is_author(names)).unwrap_or_default()
    }

    /// The names in a line below the headline; or those that the page marks one by one if
    /// the line has only some of them.
    fn signed(self) -> Vec<String> {
        let (signed, marked) = (&self.nearby.signed, self.visible.authors.names());
        if signed.iter().all(|name| marked.contains(name)) && !signed.is_empty() { marked } else { signed.clone() }
    }

    /// The names of the site, its publisher and organisations.
    fn names_of_site(self) -> Vec<String> {
        let mut names = self.json_ld.organisations();
        for name in [self.site.map(str::to_owned), self.json_ld.publisher()].into_iter().flatten() {
            // “HT - Harbour Trust” is “Harbour Trust”.
            names.extend(name.split(" - ").map(str::to_owned));
            names.push(name);
        }
        names
    }
}

/// Whether `name` has the letters of one of the `names`.
fn is_one_of(names: &[String], name: &str) -> bool {
    names.iter().any(|one| same_letters(one, name))
}
