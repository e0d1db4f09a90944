//! A catalogue of the ways in which news reports speech, one test each.
//!
//! In the marked text `⟦q1 …⟧` is the first quote (its parts in order, where
//! an attribution breaks it), `⟦s1 …⟧` the words that attribute it, `⟦c1 …⟧`
//! its cue. After the text come the names of the speakers. All texts are
//! invented.

use pullquote_article::{Article, ArticleBuilder, BlockKind, Format, Origin};
use pullquote_nlp::{Analysis, Model, Quote, QuoteKind, analyze};

fn origin() -> Origin {
    Origin { path: None, url: None, format: Format::Text, sha256: String::new() }
}

/// The text without its brackets, and each bracket's label and words.
fn unmarked(marked: &str) -> (String, Vec<(String, String)>) {
    let mut plain = String::new();
    let mut found = Vec::new();
    for (i, part) in marked.split('⟦').enumerate() {
        let (inside, rest) = match part.split_once('⟧') {
            Some(parts) if i > 0 => parts,
            _ => ("", part),
        };
        if let Some((label, words)) = inside.split_once(' ') {
            found.push((label.to_owned(), words.to_owned()));
            plain.push_str(words);
        }
        plain.push_str(rest);
    }
    (plain, found)
}

fn bare(words: &str) -> String {
    let marks = |c: char| c.is_whitespace() || "“”\"„«»‘’'".contains(c);
    words.trim_matches(marks).to_owned()
}

/// Checks that the analysis finds exactly the marked quotes, with the marked and
/// named speakers.
fn check(marked: &str, names: &[&str]) {
    let (plain, labels) = unmarked(marked);
    let article = ArticleBuilder::raw(plain, origin());
    let analysis = analyze(&article, &Model::bundled());
    compare(&article, &analysis, &labels, names);
}

fn compare(article: &Article, analysis: &Analysis, labels: &[(String, String)], names: &[&str]) {
    let text = article.text();
    let wants_indirect = labels.iter().any(|(label, _)| label.starts_with('i'));
    // Quotes inside quotes have tests of their own.
    let inside = |q: &Quote| {
        let mut spans = analysis.quotes.iter().filter(|other| other.id != q.id).flat_map(|other| &other.spans);
        spans.any(|span| span.covers(q.extent()))
    };
    let wanted = |q: &&Quote| (q.kind == QuoteKind::Indirect) == wants_indirect && !inside(q);
    let quotes: Vec<&Quote> = analysis.quotes.iter().filter(wanted).collect();
    let shown = || {
        let one = |q: &&Quote| (q.words(text), q.speaker.as_ref().map(|s| (s.name.clone(), s.rule)), q.confidence);
        quotes.iter().map(one).collect::<Vec<_>>()
    };
    let of = |label: String| labels.iter().filter(move |(l, _)| *l == label).map(|(_, words)| bare(words));
    assert_eq!(quotes.len(), names.len(), "{:#?}", shown());
    for (i, (quote, name)) in quotes.iter().zip(names).enumerate() {
        let kind = if wants_indirect { 'i' } else { 'q' };
        let parts: Vec<String> = of(format!("{kind}{}", i + 1)).collect();
        let spans: Vec<String> = quote.spans.iter().map(|s| bare(s.of(text))).collect();
        assert_eq!(spans, parts, "{:#?}", shown());
        let speaker = quote.speaker.as_ref();
        assert_eq!(speaker.map_or("", |s| s.name.as_str()), *name, "{:#?}", shown());
        if let Some(mention) = of(format!("s{}", i + 1)).next() {
            let words = speaker.and_then(|s| s.mention).map(|m| m.of(text));
            assert_eq!(words, Some(mention.as_str()), "{:#?}", shown());
        }
        if let Some(cue) = of(format!("c{}", i + 1)).next() {
            assert_eq!(quote.cue.map(|c| c.of(text)), Some(cue.as_str()), "{:#?}", shown());
        }
    }
}

macro_rules! constructions {
    ($($name:ident: $text:expr => [$($speaker:expr),*];)*) => {
        $(#[test] fn $name() { check($text, &[$($speaker),*]); })*
    };
}

constructions! {
    straight_marks: "⟦q1 \"The bridge will not open this year,\"⟧ ⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧." => ["Mara Lindqvist"];
    curly_marks: "⟦q1 “The bridge will not open this year,”⟧ ⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧." => ["Mara Lindqvist"];
    german_marks: "⟦q1 „The bridge will not open this year“⟧, ⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧." => ["Mara Lindqvist"];
    french_marks_with_spaces:
        "⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧: ⟦q1 «\u{a0}The bridge will not open this year.\u{a0}»⟧" => ["Mara Lindqvist"];
    british_single_marks_and_apostrophes:
        "⟦q1 ‘The drivers’ union won’t wait for O’Hara’s report,’⟧ ⟦c1 said⟧ ⟦s1 Mara Lindqvist⟧." => ["Mara Lindqvist"];
    doubled_apostrophes: "⟦q1 ''The bridge will not open this year,''⟧ ⟦s1 Mara Lindqvist⟧ said." => ["Mara Lindqvist"];
    nested_marks:
        "⟦q1 “The engineer told me ‘never again’ and he meant it,”⟧ ⟦s1 Mara Lindqvist⟧ said." => ["Mara Lindqvist"];
    a_missing_closing_mark:
        "⟦s1 Mara Lindqvist⟧ said: ⟦q1 “The bridge will not open this year.⟧\n\nTraffic was light on Monday." => ["Mara Lindqvist"];
    a_speech_whose_paragraphs_are_each_opened:
        "⟦s1 Mara Lindqvist⟧ said: ⟦q1 “The bridge will not open this year.⟧\n\n⟦q1 “We have no money for it.”⟧" => ["Mara Lindqvist"];
    source_after: "⟦q1 “We have no money for the bridge,”⟧ ⟦s1 Mara Lindqvist⟧ ⟦c1 insisted⟧." => ["Mara Lindqvist"];
    source_before: "⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧ ⟦q1 “we have no money for the bridge”⟧." => ["Mara Lindqvist"];
    source_inside:
        "⟦q1 “We have no money,”⟧ ⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧, ⟦q1 “and no time for the bridge.”⟧" => ["Mara Lindqvist"];
    source_between_sentences:
        "⟦q1 “We have no money,”⟧ ⟦c1 said⟧ ⟦s1 Mara Lindqvist⟧. ⟦q1 “There is no time for the bridge.”⟧" => ["Mara Lindqvist"];
    source_in_the_sentence_before:
        "⟦s1 Mara Lindqvist⟧ said the money was gone. ⟦q1 “We will not finish the bridge this year.”⟧" => ["Mara Lindqvist"];
    source_in_the_paragraph_before:
        "⟦s1 Mara Lindqvist⟧ said the money was gone.\n\n⟦q1 “We will not finish the bridge this year.”⟧" => ["Mara Lindqvist"];
    inverted_with_a_relative_clause:
        "⟦q1 “We have no money for the bridge,”⟧ ⟦c1 said⟧ ⟦s1 Mara Lindqvist⟧, who has led the board since May." => ["Mara Lindqvist"];
    relative_pronoun:
        "The council thanked Mara Lindqvist, ⟦s1 who⟧ ⟦c1 said⟧ ⟦q1 “we have no money for the bridge”⟧." => ["Mara Lindqvist"];
    passive:
        "⟦s1 Mara Lindqvist⟧ was quoted as ⟦c1 saying⟧ ⟦q1 “we have no money for the bridge”⟧." => ["Mara Lindqvist"];
    according_to:
        "The board has ⟦q1 “no money for the bridge”⟧, ⟦c1 according to⟧ ⟦s1 Mara Lindqvist⟧." => ["Mara Lindqvist"];
    in_a_statement:
        "⟦q1 “We have no money for the bridge,”⟧ ⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧ in a statement on Friday." => ["Mara Lindqvist"];
    on_a_social_network:
        "⟦q1 “We have no money for the bridge!”⟧ ⟦s1 Mara Lindqvist⟧ ⟦c1 wrote⟧ on Truth Social." => ["Mara Lindqvist"];
    tweet: "⟦s1 Mara Lindqvist⟧ ⟦c1 tweeted⟧: ⟦q1 “No money for the bridge. Sad.”⟧" => ["Mara Lindqvist"];
    colon_without_a_verb_of_speech:
        "⟦s1 Mara Lindqvist⟧ was blunt on Friday: ⟦q1 “We have no money for the bridge.”⟧" => ["Mara Lindqvist"];
    apposition_between_name_and_verb:
        "⟦s1 Mara Lindqvist⟧, the harbour board’s chief of staff, ⟦c1 said⟧: ⟦q1 “We have no money for the bridge.”⟧" => ["Mara Lindqvist"];
    a_party_and_state_between_name_and_verb:
        "⟦q1 “Our guess is that the bill will pass,”⟧ Senate Majority Leader ⟦s1 Mitch Halvorsen⟧, R-Ky., ⟦c1 said⟧ Tuesday." => ["Mitch Halvorsen"];
    a_description_before_the_name:
        "The head of the Orsten centre of excellence, ⟦s1 Tomas Hale⟧, ⟦c1 says⟧: ⟦q1 “It is far too expensive.”⟧" => ["Tomas Hale"];
    a_heading_with_its_speaker_after_it:
        "Tomas Hale said the port would stay shut. ⟦q1 “We have no choice in it,”⟧ he added.\n\n⟦q2 ‘There is every reason to open it now’⟧: ⟦s2 Mara Lindqvist⟧\n\nThe town council met on Friday." => ["Tomas Hale", "Mara Lindqvist"];
    a_heading_with_a_body_after_it:
        "Tomas Hale said the port would stay shut. ⟦q1 “We have no choice in it,”⟧ he added.\n\n⟦q2 ‘There is every reason to open it now’⟧: ⟦s2 Orsten Research⟧\n\nThe town council met on Friday." => ["Tomas Hale", "Orsten Research"];
    a_description_with_several_places_and_a_clause:
        "Congressman ⟦s1 Tomas Hale⟧, a Democrat from Ohio on the Harbour Committee, who helped start the complaint, ⟦c1 declared⟧ that ⟦q1 “the ruling harms everyone on the quay.”⟧" => ["Tomas Hale"];
    as_somebody_put_it:
        "The rain is a ⟦q1 “lawful source of joy and income,”⟧ as ⟦s1 the mayor⟧ ⟦c1 put it⟧." => ["the mayor"];
    what_anybody_who_complains_is_told:
        "⟦s1 Mara Lindqvist⟧ had mocked the complaint, ⟦c1 saying⟧ anybody who complains about a microphone ⟦q1 “is not having a good night.”⟧" => ["Mara Lindqvist"];
    the_campaign_of_the_person_a_pronoun_means:
        "Mara Lindqvist spoke in Orsten on Friday. ⟦s1 Her campaign⟧ ⟦c1 said⟧ in a note, ⟦q1 “The speech will be repeated next week.”⟧" => ["Mara Lindqvist’s campaign"];
    the_office_mentioned_before:
        "A note from Mara Lindqvist’s office came late on Friday. ⟦s1 The office⟧ ⟦c1 said⟧, ⟦q1 “The speech will be repeated next week.”⟧" => ["Mara Lindqvist’s office"];
    it_after_the_campaign_of_a_person:
        "Mara Lindqvist’s campaign quickly backed away from the plan. In cases of flood, ⟦s1 it⟧ ⟦c1 said⟧, ⟦q1 “the ferry is the victim, too.”⟧" => ["Mara Lindqvist’s campaign"];
    the_statement_of_the_body_that_issued_it:
        "After a short meeting, the Orsten Harbour Council issued a statement on the closure. ⟦s1 The statement⟧ ⟦c1 said⟧ members would take ⟦q1 “further steps in the coming weeks.”⟧" => ["Orsten Harbour Council"];
    the_petition_of_the_person_who_filed_it:
        "Mara Lindqvist’s dispute with the port became public after Tomas Hale filed a petition on Tuesday. ⟦s1 The petition⟧ ⟦c1 accuses⟧ the port of ⟦q1 “trying to keep the ferrymen quiet.”⟧" => ["Tomas Hale"];
    somebody_called_by_their_age:
        "Mara Lindqvist, 46, has run the ferry since spring. Tomas Hale owns the quay. ⟦q1 “The bridge will not open this year,”⟧ ⟦c1 said⟧ ⟦s1 the 46-year-old⟧." => ["Mara Lindqvist"];
    somebody_called_by_where_they_live:
        "Mara Lindqvist left the race last autumn. Lindqvist told a crowd in Austin why. ⟦q1 “The bridge will not open this year,”⟧ ⟦s1 the Texan⟧ ⟦c1 said⟧." => ["Mara Lindqvist"];
    a_vice_president_is_no_president:
        "Tomas Hale, the president, was away on Friday, and Mara Lindqvist, the vice president, came. ⟦q1 “The bridge will not open this year,”⟧ ⟦s1 the vice president⟧ ⟦c1 said⟧." => ["Mara Lindqvist"];
    the_father_of_the_writer:
        "I met Tomas Hale in Orsten. Hale praised the ferry, and Hale praised the town. ⟦q1 “We live on an island of fools,”⟧ ⟦s1 my father⟧ often ⟦c1 said⟧." => ["my father"];
    who_is_a_person_and_no_lecture:
        "The port endured a long lecture from the mayor, ⟦s1 who⟧ ⟦c1 said⟧ that ⟦q1 “the quay belongs to everybody in this town.”⟧" => ["the mayor"];
    which_is_the_resolution:
        "The council voted 6-1 for the resolution ⟦s1 which⟧ ⟦c1 said⟧ the town ⟦q1 “condemns the closure of the ferry.”⟧" => ["the resolution"];
    remarks_are_a_noun_after_a_preposition:
        "Hale is known for the harsh remarks and for the hint that someone ⟦q1 “ought to look into”⟧ the judge." => [""];
    a_verb_in_no_list_ends_the_subject:
        "Mara Lindqvist spoke in Orsten. ⟦s1 The news service⟧ pointed to the port’s own report, ⟦c1 saying⟧, ⟦q1 “Nobody on the quay has asked for it.”⟧" => ["The news service"];
    a_name_in_apposition_to_kin_with_a_title:
        "⟦q1 “This is a big year for our town!”⟧ Lindqvist’s niece, state Rep. ⟦s1 Anna Berg⟧ (D-Orsten), ⟦c1 shouted⟧ to the crowd." => ["Anna Berg"];
    a_programme_in_marks_before_the_subject:
        "On “Face of the City,” ⟦s1 Mara Lindqvist⟧ praised the port, ⟦c1 adding⟧, ⟦q1 “It will not close again this year.”⟧" => ["Mara Lindqvist"];
    the_campaign_of_a_person_after_a_phrase:
        "Mara Lindqvist spoke in Orsten. ⟦c1 According to⟧ ⟦s1 the Lindqvist campaign⟧, ⟦q1 “the speech will be repeated on Friday.”⟧" => ["the Lindqvist campaign"];
    the_campaign_of_a_person_as_a_subject:
        "Mara Lindqvist spoke in Orsten.\n\n⟦s1 The Lindqvist campaign⟧, in a note on the ferry, worded it more carefully: ⟦q1 “Our practice was to write to officials at work.”⟧" => ["The Lindqvist campaign"];
    a_campaign_and_a_verb_in_no_list:
        "Mara Lindqvist spoke in Orsten.\n\n⟦s1 Lindqvist’s campaign⟧ shrugged off the comments, ⟦c1 telling⟧ reporters, ⟦q1 “Nobody on her team has asked for it.”⟧" => ["Lindqvist’s campaign"];
    a_family_name_that_is_a_common_word:
        "Peter White runs the harbour. Tomas Hale owns the ferry.\n\nWhite didn’t agree. ⟦q1 “We hear the same from every captain,”⟧ ⟦s1 White⟧ ⟦c1 said⟧." => ["Peter White"];
    one_who_cautions_by_what_another_says:
        "Tomas Hale owns the ferry. According to Tomas Hale, Advocate ⟦s1 Mara Lindqvist⟧ once ⟦c1 cautioned⟧: ⟦q1 “The port cannot be sold by those who fear the town.”⟧" => ["Mara Lindqvist"];
    an_office_of_what_belongs_to_a_place:
        "⟦q1 “The bridge will not open this year,”⟧ ⟦c1 says⟧ the chairman of Orsten’s harbour committee ⟦s1 Tomas Hale⟧." => ["Tomas Hale"];
    it_after_a_document_that_has_no_owner:
        "Mara Lindqvist has a new ferry. The leaflet shows it in full sail. At the bottom ⟦s1 it⟧ ⟦c1 reads⟧, ⟦q1 “You can help us by sending ten crowns.”⟧" => ["The leaflet"];
    they_of_the_body_before:
        "The Orsten Harbour Council issued a statement on the closure. The statement was short.\n\n⟦q1 “We will take further steps in the coming weeks,”⟧ ⟦s1 they⟧ ⟦c1 said⟧." => ["Orsten Harbour Council"];
    what_they_say:
        "The Orsten Harbour Council met on Friday.\n\nAs ⟦s1 they⟧ ⟦c1 say⟧ about the old captain, ⟦q1 “steady hands, and a steady head.”⟧" => ["they"];
    a_ruling_of_a_day:
        "⟦s1 Monday’s ruling⟧ ⟦c1 said⟧ ⟦q1 “the bridge will not open this year.”⟧" => ["Monday’s ruling"];
    what_an_article_read:
        "Mara Lindqvist spoke in Orsten. ⟦q1 “The bridge will not open this year,”⟧ ⟦s1 the article⟧ ⟦c1 read⟧." => ["the article"];
    a_misspelt_family_name:
        "Mara Hollingsworth runs the ferry, and Bo Ek the quay.\n\n⟦q1 “The bridge will not open this year,”⟧ ⟦s1 Hollingsworh⟧ ⟦c1 said⟧." => ["Mara Hollingsworth"];
    what_the_reader_is_to_ask:
        "Mara Lindqvist suggests laying each rope on the quay and asking yourself, ⟦q1 “does this still hold a ship?”⟧" => [""];
    an_adjective_before_a_saying:
        "The clubs of the coast are known by their boats and by little else.\n\n⟦q1 “A town is known by the company it keeps.”⟧ A very accurate saying loved by many captains." => [""];
    adjunct_between_name_and_verb:
        "⟦s1 Mara Lindqvist⟧ on Monday ⟦c1 said⟧ ⟦q1 “we have no money for the bridge”⟧." => ["Mara Lindqvist"];
    shared_subject:
        "⟦s1 Mara Lindqvist⟧ thanked the crowd and ⟦c1 added⟧: ⟦q1 “We have no money for the bridge.”⟧" => ["Mara Lindqvist"];
    participle:
        "⟦s1 Mara Lindqvist⟧ shook her head, ⟦c1 saying⟧: ⟦q1 “We have no money for the bridge.”⟧" => ["Mara Lindqvist"];
    owner_of_a_noun_of_speech:
        "There was anger over ⟦s1 Mara Lindqvist⟧’s ⟦c1 claim⟧ that there was ⟦q1 “no money for the bridge”⟧." => ["Mara Lindqvist"];
    verb_other_than_say: "⟦q1 “We have no money for the bridge,”⟧ ⟦s1 Mara Lindqvist⟧ ⟦c1 fumed⟧." => ["Mara Lindqvist"];
    verb_with_a_particle:
        "⟦q1 “We have no money for the bridge,”⟧ ⟦s1 Mara Lindqvist⟧ ⟦c1 shot back⟧." => ["Mara Lindqvist"];
    two_speakers_in_one_sentence:
        "⟦q1 “The bridge is lost,”⟧ ⟦s1 Mara Lindqvist⟧ said, but ⟦s2 Tomas Hale⟧ said ⟦q2 “it can still be saved”⟧." => ["Mara Lindqvist", "Tomas Hale"];
    two_speakers_in_turn:
        "⟦q1 “The bridge is lost,”⟧ said ⟦s1 Mara Lindqvist⟧.\n\n⟦q2 “It can still be saved,”⟧ said ⟦s2 Tomas Hale⟧." => ["Mara Lindqvist", "Tomas Hale"];
    each_quote_its_own_attribution:
        "⟦q1 “The bridge is lost,”⟧ ⟦s1 Mara Lindqvist⟧ said. ⟦q2 “It cannot be saved,”⟧ ⟦s2 she⟧ added." => ["Mara Lindqvist", "Mara Lindqvist"];
    a_second_attribution_introduces_its_own_quote:
        "⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧, ⟦q1 “The bridge is lost.”⟧ ⟦s2 She⟧ ⟦c2 added⟧, ⟦q2 “It cannot be saved.”⟧" => ["Mara Lindqvist", "Mara Lindqvist"];
    an_answer_is_not_its_question:
        "⟦s1 Tomas Hale⟧ ⟦c1 asked⟧, ⟦q1 “Can the bridge be saved?”⟧ ⟦s2 Mara Lindqvist⟧ ⟦c2 replied⟧, ⟦q2 “Not with this money.”⟧" => ["Tomas Hale", "Mara Lindqvist"];
    a_question_broken_by_its_attribution:
        "⟦q1 “Can the bridge be saved?”⟧ ⟦s1 Mara Lindqvist⟧ ⟦c1 asked⟧, ⟦q1 “and who will pay for it?”⟧" => ["Mara Lindqvist"];
    a_speech_attributed_anew_in_its_next_paragraph:
        "⟦q1 “The bridge is lost,”⟧ ⟦s1 Mara Lindqvist⟧ said. ⟦q1 “We did what we could.⟧\n\n⟦q2 “There is no money left,”⟧ ⟦s2 she⟧ said. ⟦q2 “Nobody will pay for it.”⟧" => ["Mara Lindqvist", "Mara Lindqvist"];
    a_paragraph_of_another_speaker_after_an_open_one:
        "⟦q1 “The bridge is lost,”⟧ Rep. ⟦s1 Mara Lindqvist⟧ (D-Wis.) said Friday. ⟦q2 “We did what we could.⟧\n\n⟦q3 “There is no money left,”⟧ ⟦c3 added⟧ ⟦s3 Tomas Hale⟧." => ["Mara Lindqvist", "Mara Lindqvist", "Tomas Hale"];
    a_nested_mark_before_the_next_attribution:
        "⟦q1 “The bridge is lost,”⟧ ⟦s1 Mara Lindqvist⟧ said. ⟦q2 “They told me, ‘Never again,’”⟧ ⟦s2 she⟧ added." => ["Mara Lindqvist", "Mara Lindqvist"];
    a_speaker_quoting_another:
        "⟦q1 “Tomas Hale told me ‘it can be saved’ last week,”⟧ ⟦s1 Mara Lindqvist⟧ said." => ["Mara Lindqvist"];
    i_is_the_speaker:
        "Mara Lindqvist smiled. ⟦q1 “I told Tomas Hale that I would stay,”⟧ ⟦s1 she⟧ said." => ["Mara Lindqvist"];
    pronoun_of_the_other_gender:
        "Susan Hale met Peter Lindqvist on Monday. ⟦q1 “It can still be saved,”⟧ ⟦s1 he⟧ said." => ["Peter Lindqvist"];
    nominal_of_a_known_role:
        "Senator Susan Hale met Mayor Peter Lindqvist on Monday. ⟦q1 “It can still be saved,”⟧ ⟦s1 the senator⟧ said." => ["Susan Hale"];
    nominal_with_an_owner:
        "Susan Hale met Peter Lindqvist. ⟦q1 “It can still be saved,”⟧ said ⟦s1 a spokesman for the harbour board⟧." => ["a spokesman for the harbour board"];
    nominal_of_a_role_with_of:
        "The US secretary of state, Peter Lindqvist, met Susan Hale. ⟦q1 “It can still be saved,”⟧ ⟦s1 the US secretary of state⟧ said." => ["Peter Lindqvist"];
    anonymous_speaker_as_written:
        "Susan Hale left early. ⟦q1 “It can still be saved,”⟧ ⟦s1 a senior official⟧ said." => ["a senior official"];
    officials_stay_officials:
        "Susan Hale left early. ⟦q1 “It can still be saved,”⟧ ⟦s1 officials⟧ said." => ["officials"];
    organisation: "⟦q1 “The bridge can still be saved,”⟧ the ⟦s1 United Nations⟧ said in a statement." => ["United Nations"];
    transcript:
        "HALE: ⟦q1 Can the bridge be saved?⟧\n\nLINDQVIST: ⟦q2 Not with this money.⟧" => ["HALE", "LINDQVIST"];
    signed_off: "⟦q1 “The bridge can still be saved.”⟧ — ⟦s1 Mara Lindqvist⟧" => ["Mara Lindqvist"];
    carried_on:
        "⟦q1 “The bridge is lost,”⟧ ⟦s1 Mara Lindqvist⟧ said.\n\n⟦q2 “We did what we could for it.”⟧" => ["Mara Lindqvist", "Mara Lindqvist"];
    a_title_is_no_speech: "The novel “The Last Bridge Home” came out in May to kind reviews." => [];
    a_nickname_is_no_speech: "Bobby “Blue” Hale played on the bridge in May." => [];
    a_scare_quote_is_no_speech: "The “bridge” is a plank over a ditch." => [];
    reported_with_that:
        "⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧ ⟦i1 that the bridge would not open this year⟧." => ["Mara Lindqvist"];
    reported_without_that:
        "⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧ ⟦i1 the bridge would not open this year⟧." => ["Mara Lindqvist"];
    that_stands_for_a_noun_before_a_verb:
        "Mara Lindqvist wrote for the local opinion that was signed by all. Hale said on Friday ⟦i1 that the bridge would open⟧." => ["Hale"];
    reported_before_the_main_clause:
        "After ⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧ ⟦i1 that the bridge would be closed⟧, the fishermen left the town." => ["Mara Lindqvist"];
    reported_to_a_hearer:
        "⟦s1 Mara Lindqvist⟧ ⟦c1 told⟧ reporters ⟦i1 the bridge would not open this year⟧." => ["Mara Lindqvist"];
    reported_before_its_source:
        "⟦i1 The bridge would not open this year⟧, ⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧." => ["Mara Lindqvist"];
    reported_by_phrase:
        "⟦c1 According to⟧ ⟦s1 Mara Lindqvist⟧, ⟦i1 the bridge will not open this year⟧." => ["Mara Lindqvist"];
    reported_with_there:
        "⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧ ⟦i1 there had been no money for the bridge⟧." => ["Mara Lindqvist"];
    a_nominal_with_the_verb_behind_it:
        "Susan Hale met Peter Lindqvist, the mayor of Orsten. ⟦q1 “The bridge will be closed in May,”⟧ ⟦s1 the mayor⟧ ⟦c1 said⟧." => ["Peter Lindqvist"];
    a_question_mark_before_the_verb:
        "⟦q1 “The bridge is lost,”⟧ ⟦s1 Mara Lindqvist⟧ said.\n\n⟦q2 “Why?”⟧ ⟦s2 Hale⟧ ⟦c2 asked⟧." => ["Mara Lindqvist", "Hale"];
    an_apposition_behind_a_bracket:
        "⟦q1 “The bridge is lost,”⟧ Rep. ⟦s1 Mara Lindqvist⟧ (D-Wis.), a member of the harbour board, ⟦c1 said⟧ on Friday." => ["Mara Lindqvist"];
    a_name_and_an_uncommon_verb:
        "Mara Lindqvist came late. ⟦s1 Lindqvist⟧ beamed and called the bridge ⟦q1 “a promise between two banks.”⟧" => ["Mara Lindqvist"];
    a_joke: "Mara Lindqvist closed the bridge. ⟦q1 “I would rather swim,”⟧ ⟦c1 joked⟧ ⟦s1 Hale⟧, who sells fish." => ["Hale"];
    a_full_stop_inside_the_marks_ends_what_they_attribute:
        "⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧ ⟦q1 “the bridge is lost.”⟧ Tomas Hale said it could still be saved." => ["Mara Lindqvist"];
    a_paper_relays_what_a_person_said:
        "⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧ ⟦q1 “the bridge is a ruin,”⟧ according to the Orsten Gazette." => ["Mara Lindqvist"];
    a_paper_alone_is_a_source:
        "The bridge is ⟦q1 “a ruin that nobody needs,”⟧ ⟦c1 according to⟧ the ⟦s1 Orsten Gazette⟧." => ["Orsten Gazette"];
    an_interview_of_questions_and_answers:
        "Q: ⟦q1 When will the bridge open?⟧\nA: ⟦q2 Not before May, I think.⟧\nQ: ⟦q3 Who pays for it?⟧\nA: ⟦q4 The town does.⟧" => ["Q", "A", "Q", "A"];
    an_interview_with_names:
        "Paula Green: ⟦q1 When will the bridge open?⟧\n\n⟦s2 Mara Lindqvist⟧: ⟦q2 Not before “the happy day”, I think.⟧\n\nGreen: ⟦q3 Who pays for it?⟧\n\nLindqvist: ⟦q4 The town does.⟧\n\nPaula Green: ⟦q5 Thank you.⟧" => ["Paula Green", "Mara Lindqvist", "Paula Green", "Mara Lindqvist", "Paula Green"];
    a_list_of_facts_is_no_interview:
        "Opening Hours: 9 to 5\n\nTicket Price: 4 pounds\n\nOpening Hours: 10 to 4\n\nTicket Price: 2 pounds" => [];
    a_title_behind_its_kind_is_no_speech:
        "Mara Lindqvist’s commentary, “Close the bridge before it falls,” is worth a look." => [];
    a_name_like_a_kind_is_no_title:
        "⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧ the plan of Dr. Paul Song ⟦q1 “was unwise and far too dear for us.”⟧" => ["Mara Lindqvist"];
    a_title_before_its_kind_is_no_speech:
        "Mara Lindqvist took calls on her “Bridges We Have Known” radio show in May." => [];
    a_title_that_is_said_is_speech:
        "Asked for her favourite song, ⟦q1 “I only know hymns,”⟧ ⟦s1 Mara Lindqvist⟧ said." => ["Mara Lindqvist"];
    reported_behind_but: "But ⟦i1 the bridge would not open this year⟧, ⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧." => ["Mara Lindqvist"];
    reported_behind_a_question:
        "Asked whether the bridge would open, ⟦i1 the board had no answer⟧, ⟦s1 Mara Lindqvist⟧ ⟦c1 said⟧." => ["Mara Lindqvist"];
    reported_to_a_paper:
        "⟦s1 Mara Lindqvist⟧ ⟦c1 told⟧ the Orsten Gazette ⟦i1 the bridge would not open this year⟧." => ["Mara Lindqvist"];
    reported_after_an_age: "⟦s1 The driver⟧, 43, ⟦c1 said⟧ ⟦i1 the bridge was icy that night⟧." => ["The driver"];
    reported_after_a_description:
        "⟦s1 The farmer⟧, a father of three, ⟦c1 said⟧ ⟦i1 the bridge was icy that night⟧." => ["The farmer"];
    reported_after_a_participle:
        "⟦s1 Mara Lindqvist⟧, speaking from her home, ⟦c1 said⟧ ⟦i1 the bridge was not safe⟧." => ["Mara Lindqvist"];
    reported_after_a_share_of_many:
        "⟦s1 Residents⟧, many of them elderly, ⟦c1 said⟧ ⟦i1 the bridge had not been mended for years⟧." => ["Residents"];
    reported_by_people_who_are_described:
        "⟦s1 Fans⟧ waiting outside the hall ⟦c1 said⟧ ⟦i1 the gates were locked at noon⟧." => ["Fans"];
    reported_by_somebody_accused:
        "⟦s1 A man⟧ accused of the theft ⟦c1 said⟧ ⟦i1 the bag had been empty⟧." => ["A man"];
    reported_by_people_in_a_clause:
        "⟦s1 Those⟧ who stayed ⟦c1 said⟧ ⟦i1 the bridge had been safe all night⟧." => ["Those"];
    reported_by_somebody_whose_house_is_named:
        "⟦s1 A woman⟧ whose house was flooded ⟦c1 said⟧ ⟦i1 the water had come at night⟧." => ["A woman"];
    reported_in_a_relative_clause:
        "Mara Lindqvist, ⟦s1 who⟧ ⟦c1 said⟧ ⟦i1 the bridge would not open this year⟧, left at noon." => ["Mara Lindqvist"];
    a_noun_like_a_verb_reports_nothing: "Nobody accepted the fact that the state troopers were late. They sent in reports that nobody read." => [];
}

#[test]
fn a_block_quote_is_attributed() {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Paragraph, "Mara Lindqvist wrote on Friday:");
    builder.block(BlockKind::Quote, "“We have no money for the bridge.”");
    let article = builder.finish(origin());
    let analysis = analyze(&article, &Model::bundled());
    let labels = vec![("q1".to_owned(), "We have no money for the bridge.".to_owned())];
    compare(&article, &analysis, &labels, &["Mara Lindqvist"]);
}

/// The words of each quote, one line per span, with its speaker.
fn quotes_of(builder: ArticleBuilder) -> Vec<(String, String)> {
    let article = builder.finish(origin());
    let analysis = analyze(&article, &Model::bundled());
    let words = |q: &Quote| q.spans.iter().map(|s| s.of(article.text()).to_owned()).collect::<Vec<_>>().join("\n");
    let name = |q: &Quote| q.speaker.as_ref().map_or(String::new(), |s| s.name.clone());
    analysis.quotes.iter().map(|q| (words(q), name(q))).collect()
}

fn owned(words: &str, name: &str) -> (String, String) {
    (words.to_owned(), name.to_owned())
}

#[test]
fn a_block_quote_after_a_colon_needs_no_quotation_marks() {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Paragraph, "Mara Lindqvist left early. On Friday she wrote:");
    builder.block(BlockKind::Quote, "The bridge is a ruin and nobody needs it.");
    builder.block(BlockKind::Quote, "It should be torn down.");
    builder.block(BlockKind::Paragraph, "The board has not replied.");
    builder.block(BlockKind::Quote, "A bridge is a promise between two banks.");
    let said = "The bridge is a ruin and nobody needs it.\nIt should be torn down.";
    assert_eq!(quotes_of(builder), [owned(said, "Mara Lindqvist")]);
}

#[test]
fn a_message_can_have_its_speaker_below() {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Paragraph, "Tomas Hale was not amused.");
    builder.block(BlockKind::Paragraph, "The bridge is a ruin and nobody needs it.");
    builder.block(BlockKind::Paragraph, "— Mara Lindqvist (@maralindqvist) March 3, 2024");
    builder.block(BlockKind::Paragraph, "The board has not replied.");
    assert_eq!(quotes_of(builder), [owned("The bridge is a ruin and nobody needs it.", "Mara Lindqvist")]);
}

#[test]
fn captions_and_headlines_are_read() {
    let mut builder = ArticleBuilder::new();
    builder.block(BlockKind::Title, "Mara Lindqvist: “We have no money for the bridge”");
    builder.caption("“It can still be saved,” said Tomas Hale.", None);
    let article = builder.finish(origin());
    let analysis = analyze(&article, &Model::bundled());
    let names: Vec<&str> = analysis.quotes.iter().filter_map(|q| q.speaker.as_ref()).map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["Mara Lindqvist", "Tomas Hale"]);
}

/// Nobody is named here, and the reader may guess a name; then it must not be sure of it.
#[test]
fn a_guess_at_a_speaker_whom_nobody_names_is_not_sure() {
    for text in [
        "Susan Hale met Peter Lindqvist. “It can still be saved,” Lindqvist’s deputy said.",
        "‘What is the sea telling us?’: Sámi tribes fearful over whale strandings\n\nMara Lindqvist waved.",
        "Mara Lindqvist waits. How much worse the essay would be if she had written: “I have a close, warm family.”",
        "Mara Lindqvist grows ferns. Low light is often loosely described as a level “bright enough to read by.”",
        "Mara Lindqvist waved. As the crowd began to chant “we want the bridge back,” the rain set in.",
    ] {
        let article = ArticleBuilder::raw(text.to_owned(), origin());
        let analysis = analyze(&article, &Model::bundled());
        let quote = analysis.quotes.first().expect("a quote");
        assert!(quote.speaker.as_ref().is_none_or(|s| s.entity.is_none()) || quote.confidence < 0.8, "{quote:?}");
    }
}
