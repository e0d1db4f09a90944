//! The templates of features and their numbers.
//!
//! A feature is the hash of a template's number and a value. The model files
//! store these hashes, so a number must never change or be used again; a new
//! template takes a free number and needs new models.

use crate::names::linear_model::Feature;

/// Templates of what is known about the form of a neighbouring piece. Each is
/// used once for each distance of the neighbour.
#[derive(Debug, Clone, Copy)]
pub(super) enum FormTemplate {
    /// There is no neighbour: the sentence begins or ends before it.
    Outside = 0,
    LowerCase = 1,
    CoarseCluster = 2,
    MiddleCluster = 3,
    Shape = 4,
    /// One list that holds the form, and whether the form has a capital.
    List = 5,
    FineCluster = 6,
    Suffix3 = 7,
    /// For a form with a capital: whether the article also has it in lower case,
    /// and how often its capital is not due to the beginning of a sentence.
    CapitalUse = 8,
    Spelling = 10,
    ShapeAndCoarseCluster = 19,
    CapitalAndLists = 20,
    Length = 21,
    ShapeAndFineCluster = 22,
    Suffix1 = 51,
    Suffix2 = 52,
    Suffix4 = 54,
    Suffix5 = 55,
    Prefix1 = 61,
    Prefix2 = 62,
    Prefix3 = 63,
    Prefix4 = 64,
    Prefix5 = 65,
    // How the whole article uses the form.
    UseCount = 30,
    UseWordBefore = 31,
    UseWordAfter = 32,
    UseClusterBefore = 33,
    UseClusterAfter = 34,
    UseClusterBeforeRun = 43,
    UseClusterAfterRun = 44,
    /// The form is the initials of a run of words in the article.
    IsInitials = 35,
    /// The last word of the run that the form is the initials of.
    InitialsLastWord = 36,
    // The longest run that holds the form. “Place” is whether the form is the first
    // or the last word of that run.
    RunPlaceAndLength = 37,
    RunPlaceAndFirstLists = 38,
    RunPlaceAndLastWord = 39,
    RunPlaceAndLastCluster = 40,
    RunPlaceAndFirstCluster = 41,
    RunPlaceAndFirstWord = 42,
    RunPlaceAndAllLists = 45,
}

impl FormTemplate {
    /// The feature of this template with a value, for a neighbour at an offset
    /// (0 to 4; 2 is the piece itself).
    pub(super) fn with(self, offset: usize, value: u64) -> Feature {
        Feature::new(100 * offset as u32 + self as u32, value)
    }
}

/// Templates of what is known about the place of a piece: conjunctions with its
/// neighbours, and the run of capitalized words that holds it.
#[derive(Debug, Clone, Copy)]
pub(super) enum PlaceTemplate {
    WordBeforeAndWord = 1,
    WordAndWordAfter = 2,
    ThreeShapes = 3,
    MiddleClusterBeforeAndHere = 4,
    MiddleClusterHereAndAfter = 5,
    ThreeCoarseClusters = 6,
    TwoWordsBefore = 7,
    TwoWordsAfter = 8,
    WordBeforeAndShape = 9,
    ShapeAndWordAfter = 10,
    WordsAroundAndShape = 11,
    /// Whether the piece begins its sentence, and its shape.
    FirstAndShape = 12,
    /// Whether the piece touches the one before, and its shape.
    GluedAndShape = 13,
    /// The sentence is in capitals.
    InCapitals = 14,
    InCapitalsAndCluster = 15,
    /// A capital at the beginning of a sentence: whether the article also has the
    /// form in lower case, and its cluster.
    FirstCapital = 16,
    /// A list that holds a phrase around the piece, and the place in the phrase.
    Phrase = 17,
    ThreeTypes = 18,
    TypeBeforeAndHere = 19,
    TypeHereAndAfter = 20,
    FineClusterBeforeAndShape = 21,
    ShapeAndFineClusterAfter = 22,
    WordBeforeAndType = 23,
    TypeAndWordAfter = 24,
    SecondWordBeforeAndShape = 25,
    ShapeAndSecondWordAfter = 26,
    /// The sentence is in title case.
    TitleCaseAndType = 27,
    TitleCaseShapeAndCluster = 28,
    /// The piece is among a few words between quotation marks.
    QuotedShapeAndType = 29,
    // The run that holds the piece. “Place” is how far the piece is from both ends
    // of the run.
    RunPlace = 30,
    WordBeforeRun = 31,
    WordAfterRun = 32,
    MiddleClusterBeforeRun = 33,
    MiddleClusterAfterRun = 34,
    RunPlaceAndClusterBefore = 35,
    RunPlaceAndClusterAfter = 36,
    RunLastWord = 37,
    RunLastCluster = 38,
    RunLastLists = 39,
    RunPlaceAndFirstLists = 40,
    RunPlaceAndEndClusters = 41,
    RunAllLists = 42,
    RunPlaceAndAllTypes = 43,
    RunEndMiddleClusters = 44,
    RunPlaceAndAllWords = 45,
}

impl PlaceTemplate {
    /// The feature of this template with a value.
    pub(super) fn with(self, value: u64) -> Feature {
        Feature::new(1000 + self as u32, value)
    }
}

/// Templates of what the networks know about the place of a piece.
#[derive(Debug, Clone, Copy)]
pub(super) enum NetworkTemplate {
    /// Whether the piece begins its sentence, and whether it has a capital.
    FirstAndCapital = 12,
    Glued = 13,
    InCapitals = 14,
    InTitleCase = 15,
    Quoted = 16,
    /// A list that holds a phrase around the piece, and the place in the phrase.
    InPhrase = 17,
    /// How far the piece is from both ends of its run.
    PlaceInRun = 30,
    ListsOfRun = 42,
}

impl NetworkTemplate {
    /// The feature of this template with a value.
    pub(super) fn with(self, value: u64) -> Feature {
        Feature::new(2000 + self as u32, value)
    }
}
