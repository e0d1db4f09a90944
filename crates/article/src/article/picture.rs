//! Pictures of an article. They are not part of its text.

use super::clean_text::{Lines, clean_address, only_text};
use crate::text::graphemes::floor_boundary;

/// The most bytes of an alternative text that are kept; more is a description of the whole page.
const ALT: usize = 300;
/// The most bytes of an address that is fetched.
const ADDRESS: usize = 4000;
/// The most bytes of an address that is the picture itself.
const DATA: usize = 40_000_000;
/// The most pictures of an article. Pages with more are galleries, or hostile.
const MOST: usize = 500;

/// A picture, as the source has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewPicture {
    /// Where it is: an absolute address, a path relative to the source's file, or the picture itself
    /// (`data:image/png;base64,…`).
    pub address: String,
    /// The address as the source has it, before it was made absolute.
    pub written: String,
    /// What the source says about it in place of the picture; may be empty.
    pub alt: String,
    /// Its width in pixels, if the source states it.
    pub width: Option<u32>,
    /// Its height in pixels, if the source states it.
    pub height: Option<u32>,
}

/// A picture of an article. A caption is the block after it, if that is a caption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Where it is: an absolute address, a path relative to the source's file, or the picture itself
    /// (`data:image/png;base64,…`).
    pub address: String,
    /// The address as the source has it, before it was made absolute.
    pub written: String,
    /// What the source says about it in place of the picture; may be empty.
    pub alt: String,
    /// Its width in pixels, if the source states it.
    pub width: Option<u32>,
    /// Its height in pixels, if the source states it.
    pub height: Option<u32>,
    /// The index of the block that comes before it; `None` if it comes before the first.
    pub after_block: Option<usize>,
    /// The line that is shown for it: `Picture: boats at the quay · 1200 × 800`.
    pub line: String,
}

impl Picture {
    /// The picture after block `after_block`, with its texts cleaned like those of blocks; `None`
    /// without an address of a usable length.
    fn new(new: &NewPicture, after_block: Option<usize>) -> Option<Self> {
        let (address, written) = (clean_address(new.address.trim()), clean_address(new.written.trim()));
        let most = if is_data(&address) { DATA } else { ADDRESS };
        if address.is_empty() || address.len() > most {
            return None;
        }
        let mut alt = only_text(&new.alt.replace('\u{2028}', " "), Lines::Folded);
        alt.truncate(floor_boundary(&alt, ALT));
        let (width, height) = (new.width, new.height);
        let mut line = "Picture".to_owned();
        if !alt.is_empty() {
            line.push_str(&format!(": {alt}"));
        }
        if let (Some(width), Some(height)) = (width, height) {
            line.push_str(&format!(" · {width} × {height}"));
        }
        Some(Self { address, written, alt, width, height, after_block, line })
    }

    /// Whether the address is the picture itself, so that nothing is fetched for it.
    #[must_use]
    pub fn is_data(&self) -> bool {
        is_data(&self.address)
    }

    /// The address in a length that can be shown: of a picture that is in the page itself only the
    /// format, `data:image/png`.
    #[must_use]
    pub fn shown_address(&self) -> &str {
        let end = if self.is_data() { self.address.find([';', ',']) } else { None };
        self.address.get(..end.unwrap_or(self.address.len())).unwrap_or_default()
    }
}

/// Whether an address is the picture itself: `data:image/png;base64,…`.
fn is_data(address: &str) -> bool {
    address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}

/// Adds `new` after block `after_block`, unless the article has the picture already.
pub(super) fn add(pictures: &mut Vec<Picture>, new: &NewPicture, after_block: Option<usize>) {
    let Some(picture) = Picture::new(new, after_block) else { return };
    if pictures.len() < MOST && pictures.iter().all(|known| known.address != picture.address) {
        pictures.push(picture);
    }
}

#[cfg(test)]
mod tests {
    use crate::{ArticleBuilder, BlockKind, Format, NewPicture, Origin, PassageToPutBack};

    fn origin() -> Origin {
        Origin { path: None, url: None, format: Format::Text, sha256: String::new() }
    }

    #[test]
    fn pictures_change_no_text_and_keep_their_place() {
        let quay = NewPicture {
            address: "https://example.org/quay.jpg".into(),
            alt: " The\u{1b}[1m quay\n at night".into(),
            width: Some(1200),
            height: Some(800),
            ..NewPicture::default()
        };
        let mut builder = ArticleBuilder::new();
        builder.block(BlockKind::Title, "The tide").removed("Share this", "share bar", "share");
        builder.block(BlockKind::Paragraph, "Nobody came.").picture(&quay).picture(&quay);
        builder.picture(&NewPicture::default());
        let article = builder.finish(origin());
        assert_eq!(article.text(), "The tide\n\nNobody came.");
        let [picture] = article.pictures() else { panic!("{:?}", article.pictures()) };
        assert_eq!(picture.line, "Picture: The[1m quay at night · 1200 × 800");
        assert_eq!(picture.after_block, Some(1));
        let wanted = PassageToPutBack { words: "Share this".into(), rule: None };
        assert_eq!(article.with_put_back(&[wanted]).pictures()[0].after_block, Some(2));
    }

    #[test]
    fn a_picture_in_the_page_itself_is_long_and_shown_short() {
        let data = format!("data:image/png;base64,{}", "A".repeat(9_000));
        let far = format!("https://example.org/{}", "a".repeat(9_000));
        let new = |address: &str| NewPicture { address: address.into(), ..NewPicture::default() };
        let mut builder = ArticleBuilder::new();
        builder.picture(&new(&data)).picture(&new(&far)).picture(&new("https://example.org/a.png"));
        let article = builder.finish(origin());
        let shown: Vec<_> = article.pictures().iter().map(|p| (p.shown_address(), p.is_data())).collect();
        assert_eq!(shown, [("data:image/png", true), ("https://example.org/a.png", false)]);
        assert_eq!(article.pictures()[0].address, data);
    }

    #[test]
    fn a_long_alternative_text_is_cut_between_characters() {
        let long = NewPicture { address: "a.png".into(), alt: "é".repeat(400), ..NewPicture::default() };
        let mut builder = ArticleBuilder::new();
        builder.picture(&long);
        assert_eq!(builder.finish(origin()).pictures()[0].alt.len(), 300);
    }
}
