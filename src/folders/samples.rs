//! The bundled articles, written for this project.

use pullquote_clean::Fetched;

/// One bundled article.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// The name on the command line.
    pub name: &'static str,
    /// The name of its file in `assets/samples/`; the extension gives the format.
    pub file: &'static str,
    /// What the sample shows, for help texts.
    pub help: &'static str,
    /// The file's bytes.
    pub bytes: &'static [u8],
}

/// Every bundled article; the first is opened by default.
pub const SAMPLES: &[Sample] = &[
    Sample {
        name: "ceasefire",
        file: "ceasefire.txt",
        help: "a political story as a scraper leaves it: appeals, captions and calls between the paragraphs",
        bytes: include_bytes!("../../assets/samples/ceasefire.txt"),
    },
    Sample {
        name: "harbour",
        file: "harbour.html",
        help: "a news page with navigation, related links, captions and a newsletter box",
        bytes: include_bytes!("../../assets/samples/harbour.html"),
    },
    Sample {
        name: "essay",
        file: "essay.md",
        help: "an essay in Markdown with front matter, headings, quotations and a list",
        bytes: include_bytes!("../../assets/samples/essay.md"),
    },
];

impl Sample {
    /// The sample called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Sample> {
        SAMPLES.iter().find(|sample| sample.name == name)
    }

    /// The sample as if its file had been read.
    #[must_use]
    pub fn fetched(&self) -> Fetched {
        Fetched {
            name: format!("the sample {}", self.name),
            bytes: self.bytes.to_vec(),
            path: Some(self.file.into()),
            ..Fetched::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pullquote_clean::{Options, Reader, read};

    #[test]
    fn each_sample_opens_as_an_article() {
        for sample in SAMPLES {
            let article = read(sample.fetched(), &Options::default()).unwrap();
            assert!(article.words() > 200, "{}", sample.name);
            assert!(sample.file.ends_with(Reader::of(article.origin().format).extensions[0]));
        }
    }

    #[test]
    fn everything_around_the_article_is_removed_from_the_sample_page() {
        let article = read(Sample::named("harbour").unwrap().fetched(), &Options::default()).unwrap();
        let text = article.text();
        for clutter in [
            "cookies",
            "Markets",
            "Copy link",
            "Related",
            "inbox",
            "Sign up",
            "draws its maps",
            "Floods",
            "cellar",
            "soups",
            "©",
        ] {
            assert!(!text.contains(clutter), "{clutter} in {text}");
        }
        for kept in [
            "The wall that Lindhaven",
            "What the wall did not cover",
            "I was wrong about",
            "a gate across",
            "“Bring boots,”",
        ] {
            assert!(text.contains(kept), "no {kept} in {text}");
        }
        assert_eq!(article.meta().byline, ["Petra Lund", "Casper Ode"]);
        assert_eq!(article.meta().published.as_deref(), Some("2026-02-20T07:45:00+01:00"));
        let credits = article
            .blocks()
            .iter()
            .flat_map(|b| &b.marks)
            .filter(|m| m.kind == pullquote_article::MarkKind::Credit)
            .map(|m| m.span.of(text));
        assert_eq!(credits.collect::<Vec<_>>(), ["Photograph: Pia Rosk/Northlight", "(Halden Harbour Board)"]);
        for rule in ["cookie-box", "aside", "newsletter-box", "author-box", "tag-list", "comments", "footer"] {
            assert!(article.removed().iter().any(|r| r.rule == rule), "{rule}");
        }
    }
}
