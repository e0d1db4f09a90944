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

/// Why a page may hold more of its article than was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// The page states, in data for machines, that the text has more words.
    FewerWords {
        /// The words that were found.
        found: usize,
        /// The words that the page states.
        stated: usize,
    },
    /// Most of the running text of the page is outside of what was found.
    MostOutside,
    /// The page shows much text, of which hardly any was found.
    HardlyAny,
    /// Nothing but a headline was found.
    NoText,
    /// The text was not in the page that is shown, but in data that its scripts
    /// read.
    FromScripts,
    /// The page hides the text until a script shows it, or shows it only where no scripts run.
    Hidden,
}

impl Doubt {
    /// The name used in JSON: `fewer-words`, `most-outside`, `hardly-any`, `no-text`,
    /// `from-scripts`, `hidden`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Doubt::FewerWords { .. } => "fewer-words",
            Doubt::MostOutside => "most-outside",
            Doubt::HardlyAny => "hardly-any",
            Doubt::NoText => "no-text",
            Doubt::FromScripts => "from-scripts",
            Doubt::Hidden => "hidden",
        }
    }

    /// What shows it, in words for the reader, as a clause without a full stop.
    #[must_use]
    pub fn reason(&self) -> String {
        match self {
            Doubt::FewerWords { found, stated } => format!("{found} words were found, and the page states {stated}"),
            Doubt::MostOutside => "most of the page’s text is outside of what was found".to_owned(),
            Doubt::HardlyAny => "the page shows much text, and hardly any was found".to_owned(),
            Doubt::NoText => "nothing but a headline was found".to_owned(),
            Doubt::FromScripts => "the text was only in data for the page’s scripts".to_owned(),
            Doubt::Hidden => "the page hides this text by itself".to_owned(),
        }
    }

    /// A clause for the reader that says what may be wrong and what to do, without a
    /// full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("this may not be the whole article ({}); compare it with the page in a browser", self.reason())
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
