//! Which quotes are listed and in which order: all or one speaker's, with or
//! without reported speech.

use super::sidebar::SidebarEntry;
use super::{App, Focus, Tab, Tone};
use pullquote_article::text::width::{fit, width};
use pullquote_nlp::{Analysis, EntityKind, How, Quote, QuoteId, QuoteKind};

/// An attribution below this confidence is shown with a `?`.
pub const SURE: f32 = 0.9;

/// Whether the attribution of a quote is uncertain: it has a speaker, with a
/// confidence below [`SURE`].
#[must_use]
pub fn is_unsure(quote: &Quote) -> bool {
    quote.speaker.is_some() && quote.confidence < SURE
}

/// The speaker of a quote in at most `cells` cells. If it is uncertain whom the words of
/// the article mean, they come first: `the patient → Owen Dempsey ?`, and for a document
/// or body `the report · Federal Reserve ?`. Without room for both, the words are left out.
pub(super) fn shown_speaker(quote: &Quote, analysis: &Analysis, text: &str, cells: usize) -> String {
    let Some(speaker) = &quote.speaker else { return "speaker unknown".to_owned() };
    if !is_unsure(quote) {
        return speaker.name.clone();
    }
    let room = cells.saturating_sub(2);
    let kind = speaker.entity.and_then(|id| analysis.entity(id)).map(|entity| entity.kind);
    let by_words = speaker.how != How::Name && speaker.together.is_empty();
    let words = speaker.mention.filter(|_| by_words && kind.is_some());
    let words = words.map(|span| span.of(text).split_whitespace().collect::<Vec<_>>().join(" "));
    let words = words.filter(|words| *words != speaker.name);
    let sign = if kind == Some(EntityKind::Person) { '→' } else { '·' };
    let both = words.map(|words| format!("{words} {sign} {}", speaker.name)).filter(|both| width(both) <= room);
    let shown = both.unwrap_or_else(|| fit(&speaker.name, room).into_owned());
    format!("{shown} ?")
}

/// The filter for the quotes of one speaker, by a name, which is valid in any
/// analysis; `None` for quotes without a known speaker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SpeakerFilter(Option<String>);

impl SpeakerFilter {
    fn of(quote: &Quote) -> Self {
        Self(quote.speaker.as_ref().map(|speaker| speaker.name.clone()))
    }

    fn takes(&self, quote: &Quote) -> bool {
        match (&self.0, &quote.speaker) {
            (Some(name), Some(speaker)) => speaker.is_called(name),
            (None, None) => true,
            _ => false,
        }
    }

    /// The filter in words: `only Ann Lee`.
    pub(super) fn words(&self) -> String {
        self.0.as_ref().map_or_else(|| "only unknown speakers".to_owned(), |name| format!("only {name}"))
    }
}

impl App {
    /// Whether a quote is marked in the text: all are, unless reported speech
    /// is hidden.
    #[must_use]
    pub fn is_shown(&self, quote: &Quote) -> bool {
        self.settings.indirect || quote.kind != QuoteKind::Indirect
    }

    /// Whether a quote is listed and reached by the keys. It must be marked in
    /// the text and pass the filter for one speaker. A quote that was given to
    /// another speaker during this filter stays listed.
    #[must_use]
    pub fn is_listed(&self, quote: &Quote) -> bool {
        self.is_shown(quote)
            && (self.only.as_ref().is_none_or(|only| only.takes(quote)) || self.sidebar.keeps_listed(quote))
    }

    /// Whether some quotes are not listed.
    pub(super) fn hides_quotes(&self) -> bool {
        self.analysis().is_some_and(|analysis| analysis.quotes.iter().any(|quote| !self.is_listed(quote)))
    }

    /// The quote that a key acts on: the selected entry of the tab, the picked
    /// quote, or the one at the cursor.
    pub(super) fn quote_here(&self) -> Option<QuoteId> {
        let listed = self.focus == Focus::Sidebar && self.sidebar.tab() == Tab::Quotes;
        match self.sidebar.selected() {
            Some(SidebarEntry::Quote(id)) if listed => Some(*id),
            _ => self.quote().or_else(|| self.quote_at_cursor()),
        }
    }

    /// The listed quote in the picked words, or else in the sentence with the cursor.
    pub(super) fn quote_at_cursor(&self) -> Option<QuoteId> {
        let words = self.picked_span().or_else(|| self.cursor_sentence())?;
        self.quotes_in(words).find(|quote| self.is_listed(quote)).map(|quote| quote.id)
    }

    pub(super) fn toggle_by_speaker(&mut self) {
        self.settings.by_speaker = !self.settings.by_speaker;
        self.show_tab(Tab::Quotes);
        self.list_entries();
        let how = if self.settings.by_speaker { "the quotes by speaker" } else { "the quotes in their order" };
        self.say(Tone::Info, how);
    }

    /// Lists only the quotes of the speaker of the quote that keys act on or,
    /// if one speaker's are listed already, all quotes again.
    pub(super) fn toggle_only_speaker(&mut self) {
        if self.clear_only() {
            self.say(Tone::Info, "the quotes of every speaker");
            return;
        }
        let Some(quote) = self.quote_here().and_then(|id| self.analysis()?.quote(id)) else {
            self.say_no_quote();
            return;
        };
        let (id, only) = (quote.id, SpeakerFilter::of(quote));
        let key = self.keymap().hint(super::Action::OnlySpeaker);
        self.say(Tone::Info, format!("{}; {key} lists all again", only.words()));
        self.only = Some(only);
        self.sidebar.forget_kept();
        self.show_tab(Tab::Quotes);
        self.list_entries();
        self.sidebar.select_quote(id);
    }

    /// Removes the filter for one speaker; returns whether there was one.
    pub(super) fn clear_only(&mut self) -> bool {
        let was = self.only.take().is_some();
        if was {
            self.sidebar.forget_kept();
            self.list_entries();
            self.sidebar.follow();
        }
        was
    }

    pub(super) fn toggle_indirect(&mut self) {
        self.settings.indirect = !self.settings.indirect;
        let picked = self.quote().and_then(|id| self.analysis()?.quote(id));
        if picked.is_some_and(|quote| !self.is_shown(quote)) {
            self.pick = None;
        }
        self.list_entries();
        let count = self
            .analysis()
            .map_or(0, |analysis| analysis.quotes.iter().filter(|quote| quote.kind == QuoteKind::Indirect).count());
        let shown = if self.settings.indirect { "shown" } else { "hidden" };
        let s = if count == 1 { "" } else { "s" };
        self.say(Tone::Info, format!("reported speech is {shown}: {count} passage{s}"));
    }
}
