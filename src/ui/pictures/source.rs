//! Where the bytes of a picture come from: the page itself, the web, by the same fetch as pages, or the
//! folder of an article that is a file of this machine.

use std::path::PathBuf;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use pullquote_article::{Article, Picture, files};
use pullquote_clean::{ArticleSource, Limits, Progress, fetch, is_web_address};
use url::Url;

use crate::bounded::Bounds;

/// The largest file of a picture in bytes.
const LARGEST: u64 = 30_000_000;

/// Where the pictures of one article are read from.
#[derive(Debug, Clone)]
pub struct PictureSource {
    limits: Limits,
    bounds: Bounds,
    /// The folder of an article that is a file; `None` for all others.
    folder: Option<PathBuf>,
}

impl PictureSource {
    /// Pictures of `article`, fetched within `limits` and decoded within `bounds`.
    #[must_use]
    pub fn new(article: &Article, limits: Limits, bounds: Bounds) -> Self {
        let bytes = limits.bytes.min(LARGEST);
        let limits = Limits { bytes, file_bytes: bytes, ..limits };
        let folder = article.origin().path.as_deref().map(|path| match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
            _ => PathBuf::from("."),
        });
        Self { limits, bounds, folder }
    }

    /// What decoding may take.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        self.bounds
    }

    /// The bytes of a picture. One that is in the page itself needs no fetch. A path is read only for an article that is a file, and only in the
    /// folder of that file; everything else has to be an address of the web.
    ///
    /// # Errors
    /// If it cannot be read; a sentence.
    pub fn bytes(&self, picture: &Picture) -> Result<Vec<u8>, String> {
        if picture.is_data() {
            return in_page(&picture.address).ok_or_else(|| "the picture in the page is damaged".to_owned());
        }
        if let Some(path) = self.in_folder(&picture.written) {
            return files::read(&path, self.limits.file_bytes)
                .map_err(|error| format!("cannot read {}: {error}", path.display()));
        }
        if !is_web_address(&picture.address) {
            return Err(match &self.folder {
                Some(folder) => format!("there is no picture {} in {}", picture.address, folder.display()),
                None => format!("{} is no address of the web; nothing was read", picture.address),
            });
        }
        let source = ArticleSource::Url(picture.address.clone());
        let fetched = fetch(&source, &self.limits, &Progress::default()).map_err(|error| error.to_string())?;
        Ok(fetched.bytes)
    }

    /// The file that `written` names in the folder of the article; `None` if there is none. A link of
    /// the file system that leads out of the folder is not followed.
    fn in_folder(&self, written: &str) -> Option<PathBuf> {
        let folder = self.folder.as_deref()?.canonicalize().ok()?;
        // As a browser reads it: with `%20` for a space, and without what follows a `?`.
        let address = Url::from_directory_path(&folder).ok()?.join(written).ok()?;
        let path = address.to_file_path().ok()?.canonicalize().ok()?;
        (path.starts_with(&folder) && path.is_file()).then_some(path)
    }
}

/// The bytes of a picture whose address holds it in Base64; `None` if it does not.
///
/// As browsers do, white space and missing padding are forgiven.
fn in_page(address: &str) -> Option<Vec<u8>> {
    let (head, data) = address.split_once(',')?;
    if !head.to_ascii_lowercase().ends_with(";base64") {
        return None;
    }
    let mut data: String = data.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    for (written, sign) in [("%2B", "+"), ("%2F", "/"), ("%3D", "=")] {
        if data.contains('%') {
            data = data.replace(written, sign).replace(&written.to_ascii_lowercase(), sign);
        }
    }
    let config = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&STANDARD, config).decode(data).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bounded::STACK;
    use pullquote_article::{ArticleBuilder, Format, NewPicture, Origin};

    /// The answer for a picture that an article at `path` has.
    fn read(path: Option<PathBuf>, written: &str, address: &str) -> Result<Vec<u8>, String> {
        let mut builder = ArticleBuilder::new();
        builder.picture(&NewPicture { address: address.into(), written: written.into(), ..NewPicture::default() });
        let article = builder.finish(Origin { path, url: None, format: Format::Html, sha256: String::new() });
        let bounds = Bounds { megabytes: 100, seconds: 9, stack: STACK, advice: "" };
        PictureSource::new(&article, Limits::default(), bounds).bytes(&article.pictures()[0])
    }

    #[test]
    fn only_files_in_the_folder_of_the_article_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("page");
        std::fs::create_dir_all(inside.join("files")).unwrap();
        std::fs::write(inside.join("files/two words.png"), "inside").unwrap();
        std::fs::write(folder.path().join("secret"), "outside").unwrap();
        let page = || Some(inside.join("page.html"));
        let ok = |written: &str| read(page(), written, written);
        assert_eq!(ok("files/two words.png").unwrap(), b"inside");
        assert_eq!(ok("./files/two%20words.png?w=3").unwrap(), b"inside");
        assert!(ok("../secret").unwrap_err().starts_with("there is no picture ../secret"));
        assert!(ok("%2e%2e/secret").is_err());
        assert!(ok(&folder.path().join("secret").display().to_string()).is_err());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("secret"), inside.join("link.png")).unwrap();
            assert!(ok("link.png").is_err());
        }
    }

    #[test]
    fn an_article_of_the_web_reads_no_files() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
        for address in [file, "Cargo.toml", &format!("file://{file}")] {
            assert!(read(None, address, address).unwrap_err().contains("is no address of the web"), "{address}");
        }
    }

    #[test]
    fn a_picture_in_the_page_is_read_from_its_address() {
        let read = |address: &str| read(None, "", address);
        assert_eq!(read("data:image/png;base64,cXVheQ==").unwrap(), b"quay");
        assert_eq!(read("DATA:image/png;charset=x;BASE64,cXV heQ%3d").unwrap(), b"quay");
        for wrong in ["data:image/png,quay", "data:image/png;base64,é", "data:image/png;base64"] {
            assert_eq!(read(wrong).unwrap_err(), "the picture in the page is damaged");
        }
    }
}
