//! The inputs of the resolver: small categorical values of a mention and a candidate.

/// Makes the enum of facts and its table from one list.
macro_rules! facts {
    ($($(#[$doc:meta])* $name:ident, $label:literal, $values:literal;)+) => {
        /// What is known about a mention, or about a mention and one candidate.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Fact {
            $($(#[$doc])* $name,)+
        }

        /// The facts in the order of their rows: the name of each and its number of
        /// values. Names and numbers are part of the format of the weights.
        pub(crate) const LAYOUT: &[(&str, usize)] = &[$(($label, $values),)+];
    };
}

facts! {
    /// The kind of the mention: a [`MentionClass`].
    Class, "class", 11;
    /// Which form a pronoun has, and whether it is the subject of a cue.
    Case, "case", 6;
    /// The word that a noun phrase begins with.
    Determiner, "determiner", 8;
    /// The number of tokens of a noun phrase.
    Length, "length", 5;
    /// Whether the noun usually introduces somebody new.
    Introducing, "introducing", 2;
    /// Whether a noun phrase goes on with a preposition, or with “who”.
    Tail, "tail", 3;
    /// How many sentences ago an indefinite phrase had the same noun.
    Earlier, "earlier indefinite", 5;
    /// How many sentences ago somebody without a name was the subject of a cue.
    Unnamed, "unnamed speaker", 5;
    /// How many candidates fit by kind and gender.
    Fitting, "fitting", 5;
    /// How many people have the noun as their role.
    Bearers, "bearers", 3;
    /// Whether the mention is in a passage between marks.
    Quoted, "quoted", 2;
    /// Whether the phrase has the name of a person, a body or another thing.
    NameInside, "name inside", 4;
    /// How salient the most salient fitting candidate is.
    Best, "best salience", 8;
    /// Whether the rules give an entity.
    RuleAnswers, "rule answers", 2;
    /// That the candidate is nobody.
    Nobody, "nobody", 1;
    /// What kind of thing the candidate is.
    Kind, "kind", 5;
    /// The number of sentences since the candidate's last mention.
    Sentences, "sentences", 8;
    /// The number of paragraphs since the candidate's last mention.
    Paragraphs, "paragraphs", 5;
    /// The number of tokens since the candidate's last mention.
    Tokens, "tokens", 9;
    /// How many fitting candidates were mentioned since.
    Recency, "recency", 6;
    /// The grammatical role of the candidate's last mention.
    Role, "last role", 6;
    /// The role of the last mention in the sentence before, if it is that near.
    RoleNear, "last role near", 13;
    /// How salient the candidate is.
    Salience, "salience", 8;
    /// How many fitting candidates are more salient.
    SalienceRank, "salience rank", 5;
    /// Whether gender agrees.
    Gender, "gender", 6;
    /// Whether the rules give this candidate.
    Rule, "rule", 2;
    /// Whether the candidate was the last speaker, or the one before.
    Spoke, "spoke", 4;
    /// How many sentences ago the last pronoun of this gender was the candidate.
    Chain, "chain", 6;
    /// How often the candidate was mentioned so far.
    Count, "count", 6;
    /// How many candidates the article names more often.
    Frequency, "frequency", 5;
    /// Whether the first two paragraphs name the candidate.
    Lead, "lead", 2;
    /// Whether the last mention was in a list of names.
    Listed, "listed", 2;
    /// Whether the candidate is first named after the mention, and where.
    Ahead, "ahead", 4;
    /// Whether the noun is known to be the candidate's role.
    NounRole, "noun and role", 6;
    /// Whether the noun is in the candidate's name.
    NounName, "noun and name", 4;
    /// How many words of the phrase the article has beside the candidate's name.
    Shared, "shared words", 4;
    /// Whether the phrase has the candidate's own name, and where.
    OwnName, "own name", 3;
    /// Whether the candidate is the likely speaker of the passage that the mention is in.
    SpeaksPassage, "speaks passage", 3;
    /// Whether the passage that a pronoun says has the candidate's name.
    InQuote, "named in what is said", 3;
    /// Whether the candidate is the next speaker with a name, in the next paragraph or this
    /// one.
    SpeaksNext, "speaks next", 5;
    /// The number of verbs since the candidate's last mention, if it is in the same
    /// sentence.
    VerbsBetween, "verbs between", 5;
    /// Whether a marked passage is between the candidate's last mention and this one.
    PassageBetween, "passage between", 2;
    /// Whether the candidate's last mention begins the paragraph before.
    Topic, "topic", 3;
}

/// The number of values of [`Fact::Determiner`].
pub(crate) const DETERMINERS: usize = LAYOUT[Fact::Determiner as usize].1;

/// The number of rows: one for each value of each fact.
pub(crate) const ROWS: usize = {
    let (mut sum, mut i) = (0, 0);
    while i < LAYOUT.len() {
        sum += LAYOUT[i].1;
        i += 1;
    }
    sum
};

/// The first row of each fact.
const OFFSETS: [u16; LAYOUT.len()] = {
    let mut offsets = [0; LAYOUT.len()];
    let (mut sum, mut i) = (0, 0);
    while i < LAYOUT.len() {
        #[allow(clippy::cast_possible_truncation)] // Some hundreds.
        {
            offsets[i] = sum as u16;
        }
        sum += LAYOUT[i].1;
        i += 1;
    }
    offsets
};

impl Fact {
    /// The value of the fact in some rows, if they have one.
    pub(crate) fn value_in(self, rows: &[u16]) -> Option<usize> {
        let first = self.row(0);
        let last = self.row(usize::MAX);
        rows.iter().find(|row| (first..=last).contains(*row)).map(|row| usize::from(row - first))
    }

    /// The row of a value. A value above the largest counts as the largest.
    pub(crate) fn row(self, value: usize) -> u16 {
        let (offset, values) = (OFFSETS.get(self as usize), LAYOUT.get(self as usize));
        let largest = values.map_or(0, |(_, values)| values.saturating_sub(1));
        #[allow(clippy::cast_possible_truncation)] // Some hundreds.
        let value = value.min(largest) as u16;
        offset.copied().unwrap_or(0) + value
    }
}

/// What kind of words a mention is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum MentionClass {
    /// he or she as the subject of a cue
    Speaker,
    /// he, she, him, her, his
    HeShe,
    /// it, its
    It,
    /// they, them, their
    They,
    /// I, we
    First,
    /// who, which, one and other pronouns
    OtherPronoun,
    /// the senator
    Person,
    /// the agency
    Body,
    /// the report
    Document,
    /// two senators
    Plural,
    /// any other noun, and words that look like a name of nothing known
    Other,
}

impl MentionClass {
    /// The number of classes.
    pub(crate) const COUNT: usize = 11;

    /// Every class with its name in the format of the weights.
    pub(crate) const ALL: [(Self, &'static str); Self::COUNT] = [
        (Self::Speaker, "speaker"),
        (Self::HeShe, "he she"),
        (Self::It, "it"),
        (Self::They, "they"),
        (Self::First, "first"),
        (Self::OtherPronoun, "other pronoun"),
        (Self::Person, "person"),
        (Self::Body, "body"),
        (Self::Document, "document"),
        (Self::Plural, "plural"),
        (Self::Other, "other"),
    ];

    /// The number of the class in the format of the weights.
    pub(crate) fn code(self) -> usize {
        Self::ALL.iter().position(|(class, _)| *class == self).unwrap_or(0)
    }
}

/// The entity that a mention may refer to, as the model sees it: the rows of its facts.
pub(crate) type FactRows = Vec<u16>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_its_own_rows() {
        assert_eq!(Fact::Class.row(0), 0);
        assert_eq!(Fact::Case.row(0), 11);
        assert_eq!(Fact::Class.row(99), 10);
        assert_eq!(usize::from(Fact::Topic.row(99)), ROWS - 1);
        assert_eq!(MentionClass::Other.code(), MentionClass::COUNT - 1);
        let rows = [Fact::Class.row(3), Fact::Case.row(2)];
        assert_eq!((Fact::Case.value_in(&rows), Fact::Topic.value_in(&rows)), (Some(2), None));
    }
}
