//! Pages that hold less than the whole article.

/// The reason why a page holds less than its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wall {
    /// The rest is only for readers who pay or log in.
    Paywall,
    /// The page asks the reader for consent first.
    Consent,
    /// The text is loaded by scripts, which are not run.
    Scripts,
}

impl Wall {
    /// The name used in JSON: `paywall`, `consent`, `scripts`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Wall::Paywall => "paywall",
            Wall::Consent => "consent",
            Wall::Scripts => "scripts",
        }
    }
}

/// A note for the reader that a page holds less than its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The reason why.
    pub wall: Wall,
    /// What on the page shows it, in words for the reader.
    pub evidence: &'static str,
}

impl Notice {
    /// A clause for the reader that says what this page is and what to do,
    /// without a full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (is, what_to_do) = match self.wall {
            Wall::Paywall => (
                "a paywall: only the part that is free is here",
                "log in with a browser, save the page and open the file",
            ),
            Wall::Consent => {
                ("a consent wall and not the article", "answer it in a browser, save the page and open the file")
            }
            Wall::Scripts => {
                ("made of scripts that would fetch the text", "open it in a browser, save it as one file and open that")
            }
        };
        format!("this page is {is} ({}); {what_to_do}", self.evidence)
    }
}
