//! The evidence for the speaker of a quote: the words in the text that name the
//! speaker.

use super::speakers::is_unsure;
use super::{Action, App, Mode, Pick, Tone};
use pullquote_article::Span;
use pullquote_nlp::CHOSEN_RULE;
use pullquote_nlp::{Candidate, How, MentionKind, Quote, QuoteId, Speaker};

/// A candidate with a lower probability than this is not named among the
/// reasons.
const WORTH_NAMING: f32 = 0.1;

/// The evidence for the speaker of a quote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// The mention of the speaker that the attribution rests on.
    pub mention: Option<Span>,
    /// The verb or phrase that introduces the quote.
    pub cue: Option<Span>,
    /// If the speaker is given by a pronoun or a noun: a mention of them by
    /// name.
    pub named: Option<Span>,
    /// The reasons in words, a sentence or two.
    pub reasons: Vec<String>,
}

impl App {
    /// The evidence for the speaker of a quote; `None` if there is no such
    /// quote.
    #[must_use]
    pub fn why(&self, id: QuoteId) -> Option<Evidence> {
        let quote = self.analysis()?.quote(id)?;
        let mention = quote.speaker.as_ref().and_then(|speaker| speaker.mention);
        let named = quote.speaker.as_ref().and_then(|speaker| self.named(speaker));
        Some(Evidence { mention, cue: quote.cue, named, reasons: self.reasons(quote, named) })
    }

    /// The mention by name of a speaker given by a pronoun or a noun: the last
    /// one before that pronoun or noun or, if there is none, the first one
    /// after it.
    fn named(&self, speaker: &Speaker) -> Option<Span> {
        let mention = speaker.mention.filter(|_| matches!(speaker.how, How::Pronoun | How::Nominal))?;
        let analysis = self.analysis()?;
        let entity = analysis.entity(speaker.entity?)?;
        let mentions = entity.mentions.iter().filter_map(|i| analysis.mentions.get(*i));
        let mut names = mentions.filter(|m| m.kind == MentionKind::Name && !m.span.overlaps(mention)).map(|m| m.span);
        let mut best = names.next()?;
        for name in names.take_while(|name| name.start < mention.start) {
            best = name;
        }
        Some(best)
    }

    fn reasons(&self, quote: &Quote, named: Option<Span>) -> Vec<String> {
        let text = self.article.text();
        let Some(speaker) = &quote.speaker else {
            let by_you = self.corrected_speaker(quote.id).is_some();
            let unread = self.analysis().map(|analysis| &analysis.language).filter(|language| !language.supported);
            let why = match unread {
                _ if by_you => "You said that nobody speaks these words.".to_owned(),
                Some(language) => format!("Speakers are not found in articles in {}.", language.name),
                None => "The text does not say who speaks.".to_owned(),
            };
            return [why].into_iter().chain(perhaps(quote).filter(|_| !by_you)).collect();
        };
        if speaker.rule == CHOSEN_RULE {
            let found = self.found(quote.id).and_then(|quote| quote.speaker.as_ref());
            let found = found.map_or("nobody", |speaker| speaker.name.as_str());
            let speak = if speaker.together.is_empty() { "speaks" } else { "speak" };
            return vec![format!("You said that {} {speak}; the program found {found}.", speaker.name)];
        }
        let given = speaker.mention.map(|span| span.of(text)).unwrap_or_default();
        let how = match (speaker.how, named) {
            (How::Name, _) => format!("“{given}” is named beside these words."),
            (How::Carried, _) => format!("{} continues from the passage before.", speaker.name),
            (How::Pronoun | How::Nominal, Some(name)) => {
                format!("“{given}” is {}, named “{}”.", speaker.name, name.of(text))
            }
            (How::Pronoun, None) if given != speaker.name => {
                format!("“{given}” means “{}”; the text does not name this speaker.", speaker.name)
            }
            (How::Pronoun | How::Nominal, None) => format!("“{given}” speaks; the text does not name this speaker."),
        };
        let cue = quote.cue.map(|cue| format!("reported by “{}” · ", cue.of(text))).unwrap_or_default();
        let sure = (quote.confidence * 100.0).round();
        let rule = format!("{cue}{sure:.0} % sure{}", chain(quote, speaker, given));
        let (other, name) = (self.keymap().hint(Action::OtherSpeaker), self.keymap().hint(Action::NameSpeaker));
        let unsure = format!("“?”: this may well be wrong; {other} offers the others, {name} takes any name.");
        let doubt = [Some(unsure), perhaps(quote)].into_iter().flatten().filter(|_| is_unsure(quote));
        [how, rule].into_iter().chain(doubt).collect()
    }

    /// Shows the evidence for the speaker of the picked quote in the text.
    pub(super) fn show_why(&mut self) {
        if matches!(self.mode, Mode::Why(_)) {
            self.mode = Mode::Read;
            return;
        }
        let here = self.quote_here();
        let Some((quote, why)) = here.and_then(|id| Some((self.analysis()?.quote(id)?.clone(), self.why(id)?))) else {
            let key = self.keymap().hint(super::Action::NextQuote);
            self.say(Tone::Info, format!("no quote is selected; {key} selects the next one"));
            return;
        };
        self.leave_selecting();
        self.focus = super::Focus::Article;
        self.pick = Some(Pick::Quote(quote.id));
        self.mode = Mode::Why(quote.id);
        let near = [why.mention, why.cue].into_iter().flatten().fold(quote.extent(), Span::union);
        // Shows all of the evidence if it fits on the screen, otherwise what is
        // nearest to the words.
        self.reveal(near);
        let all = why.named.map_or(near, |named| near.union(named));
        if self.fits(all) {
            self.reveal(all);
        }
        self.make_room_for_strip(quote.id);
    }
}

/// The parts of the confidence in words, those that are less than certain:
/// `: 95 % that this is speech, 97 % that “she” says it, 71 % that this is Ann Lee`.
fn chain(quote: &Quote, speaker: &Speaker, given: &str) -> String {
    let parts = quote.confidence_parts;
    let whom = match speaker.entity {
        _ if !speaker.together.is_empty() => format!("these are {}", speaker.name),
        Some(_) => format!("this is {}", speaker.name),
        None => "the article does not name this speaker".to_owned(),
    };
    let doubtful = [
        (parts.speech < CERTAIN).then(|| (parts.speech, "this is speech".to_owned())),
        Some((parts.mention, format!("“{given}” says it"))),
        (speaker.how != How::Name || given != speaker.name && parts.identity < CERTAIN)
            .then_some((parts.identity, whom)),
    ];
    let said: Vec<String> = doubtful
        .into_iter()
        .flatten()
        .map(|(part, what)| format!("{:.0} % that {what}", (part * 100.0).round()))
        .collect();
    if said.len() > 1 { format!(": {}", said.join(", ")) } else { String::new() }
}

/// A part of the confidence that is at least this is not worth a word.
const CERTAIN: f32 = 0.985;

/// Other possible speakers, with their probabilities:
/// `Perhaps Ann Lee (31 %), Bo Ek (12 %).`
fn perhaps(quote: &Quote) -> Option<String> {
    let likely = quote.candidates.iter().filter(|candidate| candidate.confidence >= WORTH_NAMING).take(2);
    let named =
        |candidate: &Candidate| format!("{} ({:.0} %)", candidate.speaker.name, (candidate.confidence * 100.0).round());
    let named: Vec<String> = likely.map(named).collect();
    (!named.is_empty()).then(|| format!("Perhaps {}.", named.join(", ")))
}
