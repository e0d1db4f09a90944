//! The pictures of a page: where each one is, and which of them belong to the article.

use pullquote_article::{ArticleBuilder, BlockKind, NewPicture};
use url::Url;

use super::candidate_block::{CandidateBlock, letters};
use crate::html::tree::{NodeId, Tree};
use crate::rules::{ContextRule, Cut};

/// The attributes with a picture's address, the likeliest first. Pages that load pictures late have
/// it in the later ones, and a placeholder in the first.
const ADDRESSES: [&str; 5] = ["data-src", "data-original", "data-lazy-src", "data-full-src", "src"];
/// The attributes with several addresses for screens of several sizes.
const SETS: [&str; 3] = ["srcset", "data-srcset", "data-lazy-srcset"];
/// The width in pixels that is wanted of several sizes: enough for any terminal.
const WANTED: u32 = 1600;
/// The width in pixels from which a picture beside a removed block can be the article's; smaller
/// ones are portraits of authors and signs.
const WIDE: u32 = 200;

/// The formats that a picture in the page itself may have.
const DATA: [&str; 5] =
    ["data:image/jpeg;", "data:image/jpg;", "data:image/png;", "data:image/webp;", "data:image/gif;"];
/// The fewest bytes of a picture in the page itself. Shorter ones are placeholders for those that are
/// loaded late: a pixel, or a blur.
const LEAST_DATA: usize = 4000;

/// A picture where the page has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundPicture {
    /// The address as the page has it.
    address: String,
    alt: String,
    width: Option<u32>,
    height: Option<u32>,
    /// Whether it is in a link to another page.
    linked: bool,
}

/// The picture of an `<img>` element; `None` without an address that can be fetched, and without the
/// picture itself.
pub(super) fn found(tree: &Tree, node: NodeId) -> Option<FoundPicture> {
    let of_set = || SETS.iter().filter_map(|name| tree.attribute(node, name)).find_map(best_of_set);
    let written = || ADDRESSES.iter().filter_map(|name| tree.attribute(node, name)).map(str::trim);
    let one = written().find(|a| is_fetched(a)).map(str::to_owned);
    let in_page = || written().find(|a| is_in_page(a)).map(str::to_owned);
    let address = one.or_else(of_set).or_else(|| of_sources(tree, node)).or_else(in_page)?;
    let pixels = |name: &str| {
        let value = tree.attribute(node, name)?.trim().trim_end_matches("px").trim();
        value.parse::<u32>().ok().filter(|pixels| *pixels > 1)
    };
    let to = tree.ancestors(node).find_map(|n| tree.attribute(n, "href").filter(|_| tree.name(n) == "a"));
    Some(FoundPicture {
        address,
        alt: tree.attribute(node, "alt").or_else(|| tree.attribute(node, "title")).unwrap_or_default().to_owned(),
        width: pixels("width"),
        height: pixels("height"),
        linked: to.is_some_and(|to| !is_picture_file(to)),
    })
}

/// The address in the `<source>` elements of the `<picture>` around an `<img>`.
fn of_sources(tree: &Tree, node: NodeId) -> Option<String> {
    let around = tree.parent(node).filter(|&parent| tree.name(parent) == "picture")?;
    let sources = tree.descendants(around).take(40).filter(|&n| tree.name(n) == "source");
    let mut sets = sources.flat_map(|n| SETS.iter().filter_map(move |name| tree.attribute(n, name)));
    sets.find_map(best_of_set)
}

/// Of the addresses of a `srcset` the one of about [`WANTED`] pixels: the narrowest of those that
/// are as wide, else the widest.
fn best_of_set(set: &str) -> Option<String> {
    let mut best: Option<(u32, &str)> = None;
    let mut words = set.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let address = word.trim_matches(',');
        let is_size = |next: &&str| next.trim_end_matches(',').ends_with(['w', 'x', 'h']);
        // `2x` is twice the size of a picture without a number.
        let size = words.next_if(is_size).map(|size| size.trim_end_matches(','));
        let width = match size.map(|size| (size.trim_end_matches(['w', 'x', 'h']).parse::<f32>(), size.ends_with('w')))
        {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand pixels")]
            Some((Ok(pixels), true)) => pixels.clamp(0.0, 100_000.0) as u32,
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few times")]
            Some((Ok(times), false)) => (times.clamp(0.0, 10.0) * 600.0) as u32,
            _ => 600,
        };
        if !is_fetched(address) {
            continue;
        }
        let is_better = |known: u32| {
            if known >= WANTED { (WANTED..known).contains(&width) } else { width > known }
        };
        if best.is_none_or(|(known, _)| is_better(known)) {
            best = Some((width, address));
        }
    }
    best.map(|(_, address)| address.to_owned())
}

/// Whether `address` is a picture itself, in a format that can be drawn and larger than a placeholder.
fn is_in_page(address: &str) -> bool {
    let head: String = address.chars().take(40).map(|c| c.to_ascii_lowercase()).collect();
    address.len() >= LEAST_DATA && DATA.iter().any(|format| head.starts_with(format)) && head.contains(";base64,")
}

/// Whether a picture can be fetched from `address`, and then drawn: it is a web address or a path,
/// and no drawing, for which there is no decoder.
fn is_fetched(address: &str) -> bool {
    let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    let has_scheme =
        scheme.as_ref().is_some_and(|s| s.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)));
    if has_scheme && !matches!(scheme.as_deref(), Some("http" | "https")) {
        return false;
    }
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    !address.is_empty() && !path.ends_with(".svg")
}

/// Whether a link leads to the picture in a larger size, and not to another page.
fn is_picture_file(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".webp", ".gif"].iter().any(|end| path.ends_with(end))
}

/// Adds the pictures of a block to the article, before the block, with addresses made absolute by
/// `base`. Those of a removed block are left out if they may belong to what was removed.
pub(super) fn add(builder: &mut ArticleBuilder, block: &CandidateBlock<'_>, base: Option<&Url>) {
    let outside = matches!(block.cut, Some(Cut::Context(ContextRule::OutsideTheArticle) | Cut::Element(_)));
    for picture in block.pictures.iter().filter(|_| !outside) {
        let alone =
            !picture.linked && !picture.alt.trim().is_empty() && picture.width.is_none_or(|width| width >= WIDE);
        // The caption says it again.
        let repeats = block.kind == BlockKind::Caption && letters(&block.text).contains(&letters(&picture.alt));
        if block.cut.is_some() && !alone || picture.linked && repeats {
            continue;
        }
        let in_page = is_in_page(&picture.address);
        let absolute = base.filter(|_| !in_page).and_then(|base| base.join(&picture.address).ok());
        builder.picture(&NewPicture {
            address: absolute.map_or_else(|| picture.address.clone(), Into::into),
            written: if in_page { String::new() } else { picture.address.clone() },
            alt: if repeats { String::new() } else { picture.alt.clone() },
            width: picture.width,
            height: picture.height,
        });
    }
}

#[cfg(test)]
mod tests {
    const STORY: &str = "<p>The harbour at Lindhaven was closed on Monday after a barge broke loose in the night and \
                         struck the pier.</p>";

    /// The pictures of an article with `inside` between two paragraphs: each one's line and address.
    fn pictures(inside: &str) -> Vec<(String, String)> {
        let html = format!("<article>{STORY}{inside}{STORY}</article>");
        let article = crate::extract(&html, Some("https://example.org/news/quay"));
        article.pictures().iter().map(|p| (p.line.clone(), p.address.clone())).collect()
    }

    fn one(inside: &str) -> (String, String) {
        let mut all = pictures(inside);
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    #[test]
    fn a_picture_has_its_words_its_size_and_an_absolute_address() {
        let (line, address) = one("<img src='/a/quay.jpg' alt='The quay' width=1200 height='800px'>");
        assert_eq!(
            (line.as_str(), address.as_str()),
            ("Picture: The quay · 1200 × 800", "https://example.org/a/quay.jpg")
        );
    }

    #[test]
    fn words_that_the_caption_repeats_are_not_said_twice() {
        let figure = "<figure><img src=a.jpg alt='The quay'><figcaption>The quay, at night.</figcaption></figure>";
        assert_eq!(one(figure).0, "Picture");
        let other = "<figure><img src=a.jpg alt='Two boats'><figcaption>The quay, at night.</figcaption></figure>";
        assert_eq!(one(other).0, "Picture: Two boats");
    }

    #[test]
    fn pictures_that_are_loaded_late_or_in_several_sizes_are_found() {
        let late = "<img src='data:image/gif;base64,R0lGOD' data-src='b.jpg' alt=x>";
        assert_eq!(one(late).1, "https://example.org/news/b.jpg");
        let set = "<img srcset='s.jpg 400w, m.jpg 1700w, l.jpg 4000w' alt=x>";
        assert_eq!(one(set).1, "https://example.org/news/m.jpg");
        let sources = "<picture><source srcset='p.webp 1x, q.webp 2x'><img alt=x></picture>";
        assert_eq!(one(sources).1, "https://example.org/news/q.webp");
    }

    #[test]
    fn a_picture_in_the_page_itself_is_one_if_the_page_has_no_other_for_it() {
        let data = format!("data:image/png;base64,{}", "iVBORw0KGgo".repeat(500));
        assert_eq!(one(&format!("<img src='{data}' alt='The quay'>")), ("Picture: The quay".to_owned(), data.clone()));
        assert_eq!(one(&format!("<img src='{data}' data-src='b.jpg' alt=x>")).1, "https://example.org/news/b.jpg");
        assert_eq!(one(&format!("<img src='{data}' srcset='m.jpg 900w' alt=x>")).1, "https://example.org/news/m.jpg");
        let drawing = format!("data:image/svg+xml;base64,{}", "A".repeat(5000));
        assert_eq!(pictures(&format!("<img src='{drawing}'>")), []);
    }

    #[test]
    fn signs_drawings_placeholders_and_other_schemes_are_not_pictures() {
        let all = "<img src=i.png width=16><img src=a.svg><img src='data:image/png;base64,AAAA'><img src='cid:1'>\
                   <img src='javascript:x'><img>";
        assert_eq!(pictures(all), []);
    }

    #[test]
    fn a_picture_of_a_link_to_another_article_goes_with_it() {
        let teaser = "<div><a href=/other><img src=t.jpg alt='Other news'>Other news of the day</a></div>";
        assert_eq!(pictures(teaser), []);
    }
}
