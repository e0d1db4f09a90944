//! The roles: what something on the screen is, what it is drawn on, and the contrast that it must have there.

/// Builds [`Role`] from rows of
/// `Variant "name" over Role contrast, "what it is for"`.
macro_rules! roles {
    ($($variant:ident $name:literal over $over:ident $contrast:literal, $help:literal)*) => {
        /// What something on the screen is; decides its style.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Role { $(#[doc = $help] $variant,)* }

        impl Role {
            /// Every role.
            pub const ALL: &[Role] = &[$(Role::$variant),*];

            /// Its name in a theme.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Role::$variant => $name),* }
            }

            /// The role that gives the background if the style of this role has
            /// none.
            #[must_use]
            pub fn over(self) -> Role {
                match self { $(Role::$variant => Role::$over),* }
            }

            /// The least contrast between its letters and their background, as
            /// WCAG 2.2 measures it: 4.5 for text that is read, 3 for signs,
            /// 1.2 for lines.
            #[must_use]
            pub fn contrast(self) -> f64 {
                match self { $(Role::$variant => $contrast),* }
            }
        }
    };
}

roles! {
    Page "page" over Page 7.0, "the page, and words on it"
    Title "title" over Page 7.0, "the article's headline"
    Byline "byline" over Page 4.5, "who wrote it, where, when"
    Heading "heading" over Page 7.0, "a heading in the article"
    BlockQuote "block-quote" over Page 4.5, "a passage set off as a quotation"
    Caption "caption" over Page 4.5, "the words under a picture"
    Credit "credit" over Page 4.5, "who made a picture"
    Code "code" over Page 4.5, "code and tables"
    Rule "rule" over Page 1.2, "a thematic break, a list's marker"
    Link "link" over Page 4.5, "words that link somewhere"
    Emphasis "emphasis" over Page 4.5, "stressed words"
    Strong "strong" over Page 4.5, "strongly stressed words"
    Struck "struck" over Page 4.5, "words that the source strikes through"
    Hint "hint" over Page 4.5, "the letters that open a link, while links are chosen"
    Removed "removed" over Page 3.0, "what was cut from the page"
    RemovedSelected "removed-selected" over Page 4.5, "the passage that was cut and is selected"
    Entity "entity" over Page 4.5, "the name of a person, place or thing"
    EntitySelected "entity-selected" over Page 4.5, "a mention of the selected entity"
    NoSpeaker "no-speaker" over Page 4.5, "a quote without a known speaker"
    QuoteSelected "quote-selected" over Page 4.5, "the selected quote"
    Cue "cue" over Page 4.5, "the verb that reports the selected quote"
    WhyMention "why-mention" over Page 4.5, "the words that attribute a quote, while its evidence is shown"
    WhyCue "why-cue" over Page 4.5, "the verb that reports a quote, while its evidence is shown"
    CursorSentence "cursor-sentence" over Page 4.5, "the sentence with the cursor"
    CursorMark "cursor-mark" over Page 3.0, "the mark in the gutter beside the line with the cursor"
    Note "note" over Page 4.5, "annotated words, with a yellow highlight or none"
    HighlightGreen "highlight-green" over Page 4.5, "words with a green highlight"
    HighlightBlue "highlight-blue" over Page 4.5, "words with a blue highlight"
    HighlightPink "highlight-pink" over Page 4.5, "words with a pink highlight"
    HighlightPurple "highlight-purple" over Page 4.5, "words with a purple highlight"
    NoteSelected "note-selected" over Page 4.5, "the selected annotation's words"
    NoteMark "note-mark" over Page 3.0, "the mark in the gutter beside an annotation"
    Match "match" over Page 4.5, "words that the search found"
    MatchCurrent "match-current" over Page 4.5, "the match that the search is at"
    Selection "selection" over Page 4.5, "selected words"
    Bar "bar" over Page 4.5, "the title line and the status line"
    BarStrong "bar-strong" over Bar 4.5, "what matters on a bar: the title, what is selected"
    BarKey "bar-key" over Bar 4.5, "a key on the status line"
    Border "border" over Page 1.2, "lines between panes"
    BorderFocused "border-focused" over Page 3.0, "the line beside the pane that has the keys"
    Tab "tab" over Page 4.5, "a tab's name"
    TabActive "tab-active" over Page 4.5, "the name of the tab that is open"
    Side "side" over Page 4.5, "words in the sidebar"
    SideQuiet "side-quiet" over Page 4.5, "what matters less in the sidebar: roles, counts"
    SideHeading "side-heading" over Page 4.5, "a heading in the sidebar"
    SideSelected "side-selected" over Page 4.5, "the selected entry of the sidebar"
    TagName "tag" over Page 4.5, "a tag"
    Verified "verified" over Page 3.0, "a quote that was verified"
    Disputed "disputed" over Page 3.0, "a quote that is disputed"
    NeedsSource "needs-source" over Page 3.0, "a quote that has to be traced"
    Popup "popup" over Popup 7.0, "words in a popup"
    PopupQuiet "popup-quiet" over Popup 4.5, "what matters less in a popup"
    PopupTitle "popup-title" over Popup 4.5, "a popup's title and headings"
    PopupBorder "popup-border" over Popup 1.2, "the line around a popup"
    PopupKey "popup-key" over Popup 4.5, "a key in a popup"
    PopupSelected "popup-selected" over Popup 4.5, "the selected line of a popup"
    Cut "cut" over Popup 4.5, "words that were cut"
    Added "added" over Popup 4.5, "words that were added"
    Cursor "cursor" over Popup 4.5, "the cursor where text is edited"
    Good "good" over Bar 4.5, "a message that something was done"
    Bad "bad" over Bar 4.5, "a message that something went wrong"
}

impl Role {
    /// The roles of highlighted words, in the order of [`HIGHLIGHTS`](crate::app::highlights::HIGHLIGHTS).
    pub const HIGHLIGHTS: [Role; 5] =
        [Role::Note, Role::HighlightGreen, Role::HighlightBlue, Role::HighlightPink, Role::HighlightPurple];
}
