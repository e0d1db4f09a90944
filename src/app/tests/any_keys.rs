//! Property test: no sequence of messages breaks the invariants of the reader.

use proptest::prelude::*;

use super::*;

/// Checks the invariants that hold after every message.
fn check(app: &App) -> Result<(), TestCaseError> {
    let areas = app.areas();
    let text = app.article().text();
    prop_assert!(app.rows().len() <= usize::from(areas.column.height.max(areas.sidebar.height + 1).max(1)));
    prop_assert!(app.side_rows().len() <= usize::from(areas.sidebar.height));
    for row in app.side_rows() {
        let cells = pullquote_article::text::width::width(&row.text)
            + pullquote_article::text::width::width(&row.aside)
            + usize::from(row.indent);
        prop_assert!(cells <= usize::from(areas.sidebar.width).max(2), "{row:?}");
    }
    prop_assert!(!app.rows().is_empty(), "nothing is shown");
    for row in app.rows() {
        prop_assert!(row.runs.iter().all(|run| row.text(app.article()).get(run.span.start..run.span.end).is_some()));
    }
    if let Some(span) = app.selection() {
        prop_assert!(text.get(span.start..span.end).is_some());
    }
    if let Some(at) = app.selected_entry() {
        prop_assert!(at < app.entries().len());
        if !areas.sidebar.is_empty() {
            prop_assert!(!app.side_rows().is_empty());
        }
    }
    if let Some(Pick::Match(i)) = app.pick() {
        prop_assert!(*i < app.matches().len());
    }
    let _ = (app.status(), app.header());
    Ok(())
}

fn any_key() -> impl Strategy<Value = Msg> {
    let codes = prop_oneof![
        20 => proptest::sample::select("jkJK*c/nN][eravAtHdiu wbe)(}{lhoyYE1234567890s-+R?qQFfgGxTMSPWBOI;".chars().collect::<Vec<_>>()).prop_map(KeyCode::Char),
        3 => proptest::sample::select(vec![KeyCode::Enter, KeyCode::Esc, KeyCode::Tab, KeyCode::Backspace, KeyCode::Up, KeyCode::Down, KeyCode::Left, KeyCode::End, KeyCode::Home, KeyCode::PageDown]),
        1 => any::<char>().prop_map(KeyCode::Char),
    ];
    (codes, proptest::bool::weighted(0.1)).prop_map(|(code, ctrl)| Msg::Key(Key { ctrl, ..Key::new(code) }))
}

fn any_msg() -> impl Strategy<Value = Msg> {
    let kinds = vec![MouseKind::Press, MouseKind::Drag, MouseKind::Release, MouseKind::WheelUp, MouseKind::WheelDown];
    prop_oneof![
        20 => any_key(),
        1 => (0u16..160, 0u16..50).prop_map(|(columns, rows)| Msg::Resize { columns, rows }),
        2 => (proptest::sample::select(kinds), 0u16..160, 0u16..50).prop_map(|(kind, x, y)| Msg::Mouse(Mouse { kind, x, y })),
        1 => "(?s).{0,12}".prop_map(Msg::DraftChanged),
        1 => "(?s).{0,12}".prop_map(Msg::Paste),
        1 => Just(()).prop_map(|()| Msg::Saved(Err("no".into()))),
        1 => (0i64..9_999).prop_map(|s| Msg::Tick(Timestamp::from_second(s).unwrap_or(Timestamp::UNIX_EPOCH))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 300, ..ProptestConfig::default() })]
    #[test]
    fn any_500_messages_leave_the_invariants(
        msgs in proptest::collection::vec(any_msg(), 500),
        columns in 0u16..160,
        rows in 0u16..50,
        saves: bool,
    ) {
        let mut app = reader(columns, rows);
        for msg in msgs {
            let effects = app.update(msg);
            check(&app)?;
            if saves {
                on_disk(&mut app, &effects);
                check(&app)?;
            }
        }
    }
}
