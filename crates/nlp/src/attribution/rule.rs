//! The rules: the possible relations between a source and its quote.

/// The relation between a source and its quote. [`Rule::ALL`] describes each with an
/// example.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)] // The table describes them, with an example.
pub enum Rule {
    CueAfter,
    CueInverted,
    CueBefore,
    ColonBefore,
    SharedSubject,
    AccordingTo,
    Apposition,
    Relative,
    Owner,
    Subject,
    NearName,
    SentenceBefore,
    SentenceAfter,
    ParagraphBefore,
    ParagraphAfter,
    SignedOff,
    Transcript,
    Carried,
}

/// The description of a rule.
#[derive(Debug, Clone, Copy)]
pub struct RuleDescription {
    /// The rule.
    pub rule: Rule,
    /// The name of the rule, as in [`Speaker::rule`](crate::Speaker::rule).
    pub name: &'static str,
    /// What the rule looks for, in words for the reader.
    pub help: &'static str,
    /// An example, with the quote in `⟦q …⟧` and the source in `⟦s …⟧`.
    pub example: &'static str,
}

const fn row(rule: Rule, name: &'static str, help: &'static str, example: &'static str) -> RuleDescription {
    RuleDescription { rule, name, help, example }
}

impl Rule {
    /// Every rule, with its name, help and an example.
    pub const ALL: [RuleDescription; 18] = [
        row(
            Rule::CueAfter,
            "cue-after",
            "the quote, then its source and a verb of speech",
            "⟦q “We won the vote,”⟧ ⟦s Ann Lee⟧ said.",
        ),
        row(
            Rule::CueInverted,
            "cue-inverted",
            "the quote, then a verb of speech and its source",
            "⟦q “We won the vote,”⟧ said ⟦s Ann Lee⟧, the mayor.",
        ),
        row(
            Rule::CueBefore,
            "cue-before",
            "the source and a verb of speech, then the quote",
            "⟦s Ann Lee⟧ said on Monday that the vote was ⟦q “a great day for all”⟧.",
        ),
        row(
            Rule::ColonBefore,
            "colon-before",
            "the source in a clause that ends with a colon, then the quote",
            "⟦s Ann Lee⟧ was blunt on Monday: ⟦q “We won the vote.”⟧",
        ),
        row(
            Rule::SharedSubject,
            "shared-subject",
            "a verb of speech that shares the subject of another",
            "⟦s Ann Lee⟧ thanked the crowd, adding: ⟦q “We won the vote.”⟧",
        ),
        row(
            Rule::AccordingTo,
            "according-to",
            "a phrase that names its source",
            "The vote was ⟦q “a great day for all”⟧, according to ⟦s Ann Lee⟧.",
        ),
        row(
            Rule::Apposition,
            "apposition",
            "a verb of speech with its subject before an apposition",
            "⟦s Ann Lee⟧, the mayor of Cobb, said: ⟦q “We won the vote.”⟧",
        ),
        row(
            Rule::Relative,
            "relative",
            "a verb of speech with the subject “who” or “which”",
            "The mayor thanked Ann Lee, ⟦s who⟧ called the vote ⟦q “a great day for all”⟧.",
        ),
        row(
            Rule::Owner,
            "owner",
            "a noun of speech and its owner",
            "It was ⟦s Ann Lee⟧’s claim that the vote was ⟦q “a great day for all”⟧ that angered him.",
        ),
        row(
            Rule::Subject,
            "subject",
            "the subject of the sentence with the quote",
            "⟦s Ann Lee⟧ left the hall with a short ⟦q “We are not done with you yet, and we will be back.”⟧",
        ),
        row(
            Rule::NearName,
            "near-name",
            "a name in the paragraph, without a verb of speech",
            "The paper gave a page to ⟦s Ann Lee⟧. ⟦q “We won the vote.”⟧",
        ),
        row(
            Rule::SentenceBefore,
            "sentence-before",
            "the source of the sentence before",
            "⟦s Ann Lee⟧ said it was over. ⟦q “We won the vote.”⟧",
        ),
        row(
            Rule::SentenceAfter,
            "sentence-after",
            "the source of the sentence after",
            "⟦q “We won the vote.”⟧ ⟦s Ann Lee⟧ spoke in the rain.",
        ),
        row(
            Rule::ParagraphBefore,
            "paragraph-before",
            "the source of the paragraph before",
            "⟦s Ann Lee⟧ said it was over.\n\n⟦q “We won the vote, and I am proud of all of you.”⟧",
        ),
        row(
            Rule::ParagraphAfter,
            "paragraph-after",
            "the source that goes on to speak in the paragraph after",
            "⟦q “We won the vote, and I am proud of you.”⟧\n\n“It was close,” ⟦s Ann Lee⟧ said.",
        ),
        row(
            Rule::SignedOff,
            "signed-off",
            "a dash and a name after the quote",
            "⟦q “We won the vote, and I am proud of you.”⟧ — ⟦s Ann Lee⟧",
        ),
        row(
            Rule::Transcript,
            "transcript",
            "a name and a colon open the paragraph",
            "NG: Are you sure?\n\n⟦s LEE⟧: ⟦q We won the vote.⟧",
        ),
        row(
            Rule::Carried,
            "carried",
            "nobody is named: the speaker before goes on",
            "“We won the vote,” ⟦s Ann Lee⟧ said.\n\n⟦q “It was close, and we did not sleep that night.”⟧",
        ),
    ];

    /// The description of this rule.
    #[must_use]
    pub fn description(self) -> Option<&'static RuleDescription> {
        Self::ALL.iter().find(|row| row.rule == self)
    }

    /// The name of this rule.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.description().map_or("", |row| row.name)
    }
}
