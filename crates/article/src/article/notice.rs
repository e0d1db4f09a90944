//! What a page is when it is not the whole article.

/// Why a page holds less than its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Wall {
    /// The rest is for those who pay or log in.
    Paywall,
    /// The page asks for consent first.
    Consent,
    /// Scripts would have to bring the text.
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

/// That a page holds less than its article, and what tells so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// What stands before the article.
    pub wall: Wall,
    /// What in the page says so, in words for the reader.
    pub evidence: &'static str,
}

impl Notice {
    /// One clause that says what this is and what to do, without a full stop.
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
