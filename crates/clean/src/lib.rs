//! Extracts the article from a web page, a scraped text or Markdown (text, title,
//! authors, date), and says why it removed the rest.
//!
//! Every removed passage is saved with the rule that removed it and its reason,
//! so that a reader can check the work. No word is changed: the paragraphs are
//! those of the source, in the same order. Where the page states more text than was
//! found, [`Article::doubt`] says so; where a paywall hides it, [`Article::notice`].
//!
//! The README has the scores beside those of other extractors, and the command that
//! measures them.
//!
//! # Extract the article of a page
//!
//! ```
//! let html = r#"<title>The pier is open again | The Courier</title>
//!   <nav><a href="/">Home</a> <a href="/ports">Ports</a></nav>
//!   <article>
//!     <h1>The pier is open again</h1>
//!     <p class="byline">By Ann Lee and Ben Roe</p>
//!     <p>The pier was opened again on Friday, two winters after the storm that broke it.</p>
//!     <p>Read more: The night the bridges went</p>
//!     <p>The mayor cut a ribbon and said that the town had waited long enough for this day.</p>
//!   </article>"#;
//! let article = pullquote_clean::extract(html, Some("https://example.org/pier"));
//!
//! assert_eq!(article.meta().title.as_deref(), Some("The pier is open again"));
//! assert_eq!(article.meta().byline, ["Ann Lee", "Ben Roe"]);
//! assert!(article.text().contains("two winters after the storm"));
//! assert!(!article.text().contains("Read more"));
//! let removed = article.removed().iter().find(|passage| passage.text.starts_with("Read more"));
//! assert_eq!(removed.map(|passage| passage.reason.as_str()), Some("link to another article"));
//! ```
//!
//! # Open a file or an address
//!
//! [`open`] reads what an [`ArticleSource`] names, within [`Limits`]: it decodes the
//! bytes, recognises the format, and cleans. [`fetch`] and [`read`] are its two
//! halves; [`read`] touches neither files nor network.
//!
//! ```no_run
//! use pullquote_clean::{ArticleSource, Options, open};
//!
//! let source = ArticleSource::Url("https://example.org/pier".to_owned());
//! let article = open(&source, &Options::default())?;
//! println!("{}", article.text());
//! # Ok::<(), pullquote_clean::IngestError>(())
//! ```
//!
//! # Features
//!
//! * `web` (on by default): reads `http` and `https` addresses. Without it they
//!   are an error.

mod byline;
mod html;
mod ingest;
mod language;
mod page;
mod phrases;
mod rules;
mod scraped;
mod spoken;
mod user_rules;
mod white_space;

pub use html::tokens::{HtmlTag, HtmlToken, html_tokens};
pub use ingest::decode::decode;
pub use ingest::fetch::progress::SHOW_PROGRESS_AFTER;
#[cfg(feature = "web")]
pub use ingest::fetch::request::{WebAnswer, WebRequest, request_once};
pub use ingest::fetch::{Progress, fetch};
pub use ingest::readers::{READERS, Reader};
pub use ingest::{
    ArticleSource, Fetched, IngestError, Limits, Options, is_web_address, open, read, without_credentials,
};
pub use user_rules::{CleanRule, CleanTest, apply_user_rules};

use pullquote_article::{Article, Format, Origin};

use language::Language;

/// The article in the web page `html`. `address` is where the page was fetched
/// from; relative links are made absolute by it.
///
/// Any text gives an article, if need be an empty one. [`Article::removed`] has every
/// passage that was removed, with its rule and the reason. [`Article::notice`] says if
/// the page seems to hold less than the whole article, for example because of a paywall,
/// and [`Article::doubt`] if it seems to hold more than was found. [`Origin::sha256`] is
/// empty, because the bytes of the source are not known here; [`read`] has them.
///
/// The time and the memory are linear in the length of `html`. The element with the
/// article is found by the scores of Readability (Arc90, 2009), checked against what
/// the page states.
#[must_use]
pub fn extract(html: &str, address: Option<&str>) -> Article {
    page::clean(html, address, Language::bundled()).finish(origin(address, Format::Html))
}

/// The article in `text`, which a scraper may have made of a page: calls,
/// captions and appeals between the paragraphs are removed.
///
/// Any text gives an article, if need be an empty one. [`Origin::sha256`] is empty.
#[must_use]
pub fn clean_text(text: &str) -> Article {
    scraped::clean(text, Language::bundled()).finish(origin(None, Format::Text))
}

/// What the learned judge of blocks is trained on.
#[cfg(feature = "train")]
pub mod train {
    pub use crate::page::judge::examples::{JudgedBlock, fingerprint, judged_blocks};
}

/// The origin of a text in memory. Only who has its bytes can hash them.
fn origin(address: Option<&str>, format: Format) -> Origin {
    Origin { path: None, url: address.map(str::to_owned), format, sha256: String::new() }
}

/// Runs the example in the README as a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// Every source file without its tests: the path below `src`, with `/`, and
    /// the code. In the order of the paths.
    pub(crate) fn sources() -> Vec<(String, String)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut files = Vec::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let code = std::fs::read_to_string(&path).unwrap();
                let code = code.split("#[cfg(test)]\nmod tests").next().unwrap_or("").to_owned();
                let name: Vec<_> = path.strip_prefix(&root).unwrap().iter().map(|p| p.to_string_lossy()).collect();
                files.push((name.join("/"), code));
            }
        }
        files.sort();
        files
    }

    #[test]
    fn a_scraped_text_is_cleaned() {
        let article = clean_text("The pier is open.\n\nShare on Facebook Twitter WhatsApp\n\nNobody disagreed.");
        assert_eq!(article.text(), "The pier is open.\n\nNobody disagreed.");
        assert_eq!(article.removed()[0].rule, "share");
    }
}
