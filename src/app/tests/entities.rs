//! What the Entities tab shows for dates and sums.

use super::*;

#[test]
fn a_date_shows_which_day_it_is_and_is_found_by_it() {
    let mut builder = ArticleBuilder::new();
    builder.meta(Meta { published: Some("2025-11-26".into()), ..Meta::default() });
    builder.block(
        BlockKind::Paragraph,
        "Ann Lee met the council on Friday and the board on 14 November 2025. It will meet on Friday. It cost €3 million in 2019.",
    );
    let article =
        Arc::new(builder.finish(Origin { path: None, url: None, format: Format::Html, sha256: String::new() }));
    let text = article.text();
    let mut found = Analysis { quotes: Vec::new(), ..pullquote_nlp::analyze(&article, &Model::default()) };
    found.mentions.clear();
    found.entities.clear();
    let mut from = 0;
    let dates = [
        ("Friday", "2025-11-21"),
        ("14 November 2025", "2025-11-14"),
        ("Friday", "2025-11-28"),
        ("€3 million", "EUR 3000000"),
        ("2019", "2019"),
    ];
    for (i, (words, value)) in dates.into_iter().enumerate() {
        let start = from + text[from..].find(words).unwrap();
        from = start + words.len();
        let (span, entity) = (Span::new(start, from), pullquote_nlp::EntityId(i));
        found.mentions.push(pullquote_nlp::Mention { span, kind: pullquote_nlp::MentionKind::Name, entity });
        let kind =
            if words.starts_with('€') { pullquote_nlp::EntityKind::Money } else { pullquote_nlp::EntityKind::Date };
        found.entities.push(pullquote_nlp::Entity {
            id: entity,
            kind,
            name: words.to_owned(),
            role: None,
            facts: Vec::new(),
            value: Some(value.to_owned()),
            mentions: vec![i],
        });
    }
    let mut app = App::new(Arc::clone(&article), Settings::default());
    app.update(Msg::Resize { columns: 140, rows: 30 });
    app.update(Msg::Analyzed { revision: 0, analysis: Box::new(found) });
    press(&mut app, "g 2");
    let rows: Vec<_> = app.side_rows().iter().filter(|row| row.kind != SideRowKind::Blank).collect();
    let rows: Vec<_> = rows.iter().map(|row| row.text.as_str()).collect();
    let expected = [
        "Dates",
        "Friday",
        "2025-11-21",
        "14 November 2025",
        "2025-11-14",
        "Friday",
        "2025-11-28",
        "2019",
        "Money",
        "€3 million",
        "EUR 3000000",
    ];
    assert_eq!(rows, expected);
    press(&mut app, "F - 2 8 enter");
    assert_eq!(app.entries().len(), 1);
}
