//! Which quotes are listed and in which order: all or one speaker's, with or
//! without reported speech.

use super::sidebar::SidebarEntry;
use super::{App, Focus, Tab, Tone};
use pullquote_nlp::{Quote, QuoteId, QuoteKind};

/// An attribution below this confidence is shown with a `?`.
pub const SURE: f32 = 0.7;

/// Whether the attribution of a quote is uncertain: it has a speaker, with a
/// confidence below [`SURE`].
#[must_use]
pub fn is_unsure(quote: &Quote) -> bool {
    quote.speaker.is_some() && quote.confidence < SURE
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

    /// The quote that a key acts on: the selected entry of the tab, or the
    /// picked quote.
    pub(super) fn quote_here(&self) -> Option<QuoteId> {
        let listed = self.focus == Focus::Sidebar && self.sidebar.tab() == Tab::Quotes;
        match self.sidebar.selected() {
            Some(SidebarEntry::Quote(id)) if listed => Some(*id),
            _ => self.quote(),
        }
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
            let key = self.keymap().hint(super::Action::NextQuote);
            self.say(Tone::Info, format!("no quote is selected; {key} selects the next one"));
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
