//! Draws the library.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::library::{Column, LibraryScreen};
use crate::app::status::Hint;
use crate::ui::paint::{LinePart, draw_fitted, draw_right, draw_text, fill, lines};
use crate::ui::theme::{Role, Theme};
use crate::ui::{help, palette, prompt};
use pullquote_article::text::width::width;
use pullquote_library::store::{ArticleRow, SortColumn};

/// The columns of a screen below which the title line has the query instead of the order.
const NARROW: u16 = 60;

/// The most rows of a message.
const MESSAGE_ROWS: usize = 4;

/// Draws the whole screen.
pub fn draw(screen: &LibraryScreen, theme: &Theme, buf: &mut Buffer) {
    let area = buf.area;
    fill(buf, area, theme.style(Role::Page));
    if area.height < 3 {
        return;
    }
    title(screen, theme, Rect { height: 1, ..area }, buf);
    let middle = Rect { y: area.y + 1, height: area.height - 2, ..area };
    let left = screen.views_width().min(area.width);
    if left > 0 {
        views(screen, theme, Rect { width: left, ..middle }, buf);
    }
    let right = Rect { x: area.x + left, width: area.width - left, ..middle };
    if right.width > 0 {
        let preview_rows = screen.preview_rows().min(right.height);
        let list = Rect { height: right.height - preview_rows, ..right };
        articles(screen, theme, list, buf);
        preview(screen, theme, Rect { y: list.bottom(), height: preview_rows, ..right }, buf);
    }
    status(screen, theme, Rect { y: area.bottom() - 1, height: 1, ..area }, buf);
    if let Some(open) = screen.palette() {
        palette::draw(open, theme, buf);
    }
    if let Some((shown, view)) = screen.help() {
        help::draw("Keys in the library", (&shown, view), screen.keymap(), theme, buf);
    }
}

fn title(screen: &LibraryScreen, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let bar = theme.style(Role::Bar);
    fill(buf, area, bar);
    let order = if screen.sort().reversed { " reversed" } else { "" };
    let count = screen.articles();
    let words = if count == 1 { "article" } else { "articles" };
    let mut right = format!("{count} {words}");
    // On a narrow screen a query needs the room.
    if area.width >= NARROW || screen.filter().trim().is_empty() {
        right.push_str(&format!(" · by {}{order}", screen.sort().column.name()));
    }
    let part = LinePart { left: area.x + 1, right: area.right().saturating_sub(1), y: area.y };
    let end = draw_right(buf, part, &right, bar).saturating_sub(2);
    let strong = bar.patch(theme.style(Role::BarStrong));
    let x = draw_fitted(buf, LinePart { right: end, ..part }, "Library", strong);
    let mut shown = format!("  {}", screen.view_name());
    if !screen.filter().trim().is_empty() {
        shown.push_str("  ");
        shown.push_str(screen.filter());
    }
    draw_fitted(buf, LinePart { left: x, right: end, y: area.y }, &shown, bar);
}

fn views(screen: &LibraryScreen, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let page = theme.style(Role::Page);
    let focused = screen.views_have_keys();
    let line = page.patch(theme.style(if focused { Role::BorderFocused } else { Role::Border }));
    let divider = area.right() - 1;
    for y in area.top()..area.bottom() {
        draw_text(buf, LinePart { left: divider, right: area.right(), y }, if focused { "┃" } else { "│" }, line);
    }
    for ((view, open), y) in screen.shown_views().zip(area.top()..area.bottom()) {
        let mut style = page.patch(theme.style(Role::Side));
        let row = Rect { y, height: 1, width: area.width - 1, ..area };
        if open {
            style = style.patch(theme.style(Role::SideSelected));
            fill(buf, row, style);
        }
        let part = LinePart { left: row.x + 1, right: row.right().saturating_sub(1), y };
        let count = if view.articles > 0 { view.articles.to_string() } else { String::new() };
        let end = draw_right(buf, part, &count, style.patch(theme.letters(Role::SideQuiet))).saturating_sub(1);
        let name = if view.name.starts_with('#') { style.patch(theme.letters(Role::TagName)) } else { style };
        draw_fitted(buf, LinePart { right: end, ..part }, &view.name, name);
    }
}

fn articles(screen: &LibraryScreen, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let page = theme.style(Role::Page);
    let quiet = page.patch(theme.style(Role::SideQuiet));
    if screen.is_empty() {
        let words = "Your library is empty.\n\nEvery article that you open in the reader comes here. a adds an address, a \
                     file or a folder. enter opens the bundled sample.";
        for (line, y) in lines(words, area.width.saturating_sub(4), 20).iter().zip(area.top() + 1..area.bottom()) {
            draw_text(buf, LinePart { left: area.x + 2, right: area.right(), y }, line, page);
        }
        return;
    }
    let (title_cells, columns) = screen.columns(area.width.saturating_sub(1));
    let mut x = area.x + 3;
    draw_fitted(buf, LinePart { left: x, right: x + title_cells, y: area.y }, "title", quiet);
    x += title_cells;
    for column in &columns {
        cell(column, column.heading, (x, area.y), quiet, buf);
        x += column.cells + 2;
    }
    for ((row, selected), y) in screen.shown_rows().zip(area.top() + 1..area.bottom()) {
        let mut style = page;
        if selected {
            style = style.patch(theme.style(Role::SideSelected));
            fill(buf, Rect { y, height: 1, ..area }, style);
        }
        if let Some(row) = row {
            self::row(row, (title_cells, &columns), Rect { y, height: 1, ..area }, (theme, style), buf);
        }
    }
    if screen.articles() == 0 {
        draw_text(buf, LinePart { left: area.x + 3, right: area.right(), y: area.y + 1 }, "no article fits", quiet);
    }
}

/// One article: its sign, title and columns.
fn row(
    row: &ArticleRow,
    (title_cells, columns): (u16, &[Column]),
    area: Rect,
    (theme, style): (&Theme, Style),
    buf: &mut Buffer,
) {
    let sign = match (row.trashed, row.starred, row.read) {
        (true, ..) => "×",
        (_, true, _) => "★",
        (_, _, false) => "●",
        _ => " ",
    };
    let y = area.y;
    draw_text(
        buf,
        LinePart { left: area.x + 1, right: area.right(), y },
        sign,
        style.patch(theme.letters(Role::NoteMark)),
    );
    let title = if row.title.is_empty() { &row.source } else { &row.title };
    let letters = if row.read { style } else { Theme::bold(style) };
    let mut x = area.x + 3;
    draw_fitted(buf, LinePart { left: x, right: x + title_cells, y }, title, letters);
    x += title_cells;
    let quiet = style.patch(theme.letters(Role::SideQuiet));
    for column in columns {
        cell(column, &value(row, column.column), (x, y), quiet, buf);
        x += column.cells + 2;
    }
}

/// Draws what a column has, two cells after the one before.
fn cell(column: &Column, text: &str, (x, y): (u16, u16), style: Style, buf: &mut Buffer) {
    let part = LinePart { left: x + 2, right: x + 2 + column.cells, y };
    if column.right {
        draw_right(buf, part, text, style);
    } else {
        draw_fitted(buf, part, text, style);
    }
}

/// What a column shows of an article; nothing for a number that is 0.
fn value(row: &ArticleRow, column: SortColumn) -> String {
    let day = |moment: &str| moment.chars().take(10).collect();
    let number = |n: usize| if n == 0 { String::new() } else { n.to_string() };
    match column {
        SortColumn::Added => day(&row.added),
        // As it is sorted.
        SortColumn::Date => day(row.published.as_deref().unwrap_or(&row.added)),
        SortColumn::Title => row.title.clone(),
        SortColumn::Site => row.site.clone().unwrap_or_default(),
        SortColumn::Author => row.authors.clone().unwrap_or_default(),
        SortColumn::Length => number(row.words),
        SortColumn::Progress => row.progress.map(|share| format!("{:.0} %", share * 100.0)).unwrap_or_default(),
        SortColumn::Quotes => number(row.quotes),
        SortColumn::Notes => number(row.notes),
    }
}

fn preview(screen: &LibraryScreen, theme: &Theme, area: Rect, buf: &mut Buffer) {
    if area.height < 2 {
        return;
    }
    let page = theme.style(Role::Page);
    let rule = page.patch(theme.style(Role::Border));
    draw_text(buf, LinePart::of(area), &"─".repeat(usize::from(area.width)), rule);
    let Some((text, speakers)) = screen.preview() else { return };
    let quiet = page.patch(theme.style(Role::SideQuiet));
    let mut y = area.y + 1;
    let part = |y| LinePart { left: area.x + 2, right: area.right().saturating_sub(2), y };
    if let Some(row) = screen.selected_row() {
        let mut facts: Vec<String> = [row.authors.clone(), row.site.clone()].into_iter().flatten().collect();
        facts.extend(row.tags.iter().map(|tag| format!("#{tag}")));
        facts.push(row.source.clone());
        draw_fitted(buf, part(y), &facts.join(" · "), quiet);
        y += 1;
    }
    if !speakers.is_empty() && y < area.bottom() {
        let named: Vec<String> = speakers.iter().map(|(name, quotes)| format!("{name} {quotes}")).collect();
        draw_fitted(buf, part(y), &format!("“ {}", named.join(" · ")), page.patch(theme.style(Role::SideHeading)));
        y += 1;
    }
    let rows = usize::from(area.bottom().saturating_sub(y));
    let cells = area.width.saturating_sub(4).min(100);
    for (line, y) in lines(text.trim(), cells, rows).iter().zip(y..area.bottom()) {
        draw_text(buf, part(y), line, page);
    }
}

fn status(screen: &LibraryScreen, theme: &Theme, area: Rect, buf: &mut Buffer) {
    let bar = theme.style(Role::Bar);
    fill(buf, area, bar);
    if let Some(line) = screen.line() {
        prompt::line(line.label(), &line.field, area, theme, buf);
        if let Some(problem) = screen.filter_problem().filter(|_| area.y > 0) {
            let above = Rect { y: area.y - 1, ..area };
            let bad = bar.patch(theme.style(Role::Bad));
            fill(buf, above, bad);
            draw_fitted(buf, LinePart::of(above).starting_at(above.x + 1), problem, bad);
        }
        return;
    }
    let part = LinePart { left: area.x + 1, right: area.right().saturating_sub(1), y: area.y };
    if let Some((words, is_error)) = screen.message() {
        let style = bar.patch(theme.style(if is_error { Role::Bad } else { Role::Good }));
        // A long one takes rows of the list.
        let shown = lines(words, part.right.saturating_sub(part.left), MESSAGE_ROWS);
        let top = area.bottom().saturating_sub(u16::try_from(shown.len()).unwrap_or(0).max(1));
        fill(buf, Rect { y: top, height: area.bottom() - top, ..area }, bar);
        for (line, y) in shown.iter().zip(top..area.bottom()) {
            draw_fitted(buf, LinePart { y, ..part }, line, style);
        }
        return;
    }
    let cells = |hint: &Hint| u16::try_from(width(&hint.keys) + width(hint.label) + 3).unwrap_or(u16::MAX);
    let hints = screen.hints();
    // The last one, the help, is always shown.
    let last = hints.last().map_or(0, cells);
    let mut x = part.left;
    for (at, hint) in hints.iter().enumerate() {
        let kept = if at + 1 < hints.len() { last } else { 0 };
        if x.saturating_add(cells(hint)).saturating_add(kept) > part.right.saturating_add(2) {
            continue;
        }
        x = draw_text(buf, LinePart { left: x, ..part }, &hint.keys, bar.patch(theme.style(Role::BarKey)));
        x = draw_text(buf, LinePart { left: x + 1, ..part }, hint.label, bar) + 2;
    }
}
