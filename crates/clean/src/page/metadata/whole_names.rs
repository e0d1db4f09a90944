//! Authors who are stated with a given name alone, and whom the page shows with both.

use super::nearby::Nearby;
use super::visible::Visible;
use crate::byline::is_name;
use crate::html::tree::Tree;
use crate::page::candidate_block::same_letters;

/// Replaces each of the `authors` that is a given name alone by the whole name, if the page
/// shows one with it as that of its author or of a portrait. A name of the `site` is none;
/// `ornaments` are the words for pictures that are no portraits.
pub(super) fn complete(
    authors: &mut [String],
    visible: &Visible<'_>,
    nearby: &Nearby,
    site: Option<&str>,
    tree: &Tree,
    ornaments: &[&str],
) {
    let is_of_site = |name: &str| site.is_some_and(|site| same_letters(site, name));
    for author in authors.iter_mut().filter(|name| is_given_name(name) && !is_of_site(name)) {
        let marked = visible.authors.names();
        let lists = [&nearby.signed, &nearby.named, &nearby.beside_date, &visible.authors.byline, &marked];
        let named = lists.into_iter().flatten().map(String::as_str);
        let images = visible.elements.iter().filter(|&&node| tree.name(node) == "img");
        let described = images.filter_map(|&image| tree.attribute(image, "alt"));
        let portraits = described.map(|alt| alt.split([',', '|', '(']).next().unwrap_or("").trim());
        let is_whole = |name: &&str| {
            let surname = name.strip_prefix(author.as_str()).and_then(|rest| rest.strip_prefix(' '));
            surname
                .is_some_and(|surname| !surname.contains(' ') && !ornaments.contains(&surname.to_lowercase().as_str()))
                && is_name(name)
                && !is_of_site(name)
        };
        if let Some(whole) = named.chain(portraits).find(is_whole).map(str::to_owned) {
            *author = whole;
        }
    }
}

/// Whether `name` is one word with a capital and small letters.
fn is_given_name(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.chars().skip(1).all(|c| c.is_lowercase()) && name.chars().count() > 2
}
