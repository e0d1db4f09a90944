//! Pages, archives and texts that are made to break a parser: each is read or
//! gives an error sentence, and text after the hostile part is not lost.

use std::time::Duration;

use cpu_time::ThreadTime;
use pullquote_article::Format;
use pullquote_clean::{Fetched, IngestError, Options, read};
use pullquote_nlp::{Model, analyze};

const END: &str = "The last sentence of the page is here and has enough words to be one.";

fn article(bytes: Vec<u8>, format: Option<Format>) -> Result<String, IngestError> {
    let fetched = Fetched { name: "hostile".to_owned(), bytes, ..Fetched::default() };
    read(fetched, &Options { format, ..Options::default() }).map(|article| article.text().to_owned())
}

#[test]
fn hostile_pages_lose_no_sentence() {
    let many = 100_000;
    let paragraph = format!("<p>{END}</p>");
    let depth = ["div", "b", "table", "svg", "x-y", "button"]
        .map(|tag| (tag, format!("<{tag}>").repeat(many) + &format!("</{tag}>").repeat(many)));
    let other = [
        ("attributes", format!("<div {}></div>", (0..many).map(|i| format!("a{i}=1 ")).collect::<String>())),
        ("one attribute", format!("<div {}></div>", "a=\">\" ".repeat(many))),
        ("entities", "<p>&amp;&#x;&#99999999;&nosuch;&lt &#0;&#xd800;&".repeat(5_000) + "</p>"),
        ("empty comments", "<!---->".repeat(many)),
        ("classes", format!("<div class=\"{}\"></div>", "paywall share ".repeat(many))),
        ("gates", "<div class=paywall>".repeat(many) + &"</div>".repeat(many)),
        ("JSON", format!("<script type=application/ld+json>{}</script>", "[{\"@graph\":".repeat(many))),
        ("data", format!("<img src=\"data:image/png;base64,{}\">", "A".repeat(1_000_000))),
        ("end tags", "</p></div></b></table>".repeat(20_000)),
        ("headings", "<h1>A b</h1>".repeat(10_000)),
        ("lone marks", "<".repeat(many)),
    ];
    for (name, html) in depth.into_iter().chain(other) {
        let text = article(format!("{html}{paragraph}").into_bytes(), Some(Format::Html)).unwrap_or_default();
        assert!(text.contains(END), "{name}: {}", text.len());
    }
}

/// The same few words again and again: what compares each with all others takes sixteen times as long for
/// four times the length, or never ends. `benches/hostile.py` measures many more shapes.
#[test]
fn hostile_shapes_take_linear_time() {
    let model = Model::bundled();
    let time = |unit: &str, format: Format, length: usize| {
        let bytes = unit.repeat(length / unit.len()).into_bytes();
        let fetched = Fetched { name: "hostile".to_owned(), bytes, ..Fetched::default() };
        let begun = ThreadTime::now();
        let article = read(fetched, &Options { format: Some(format), ..Options::default() }).expect("an article");
        let analysis = analyze(&article, &model);
        assert!(analysis.sentences.iter().all(|sentence| sentence.end <= article.text().len()));
        begun.elapsed()
    };
    for (unit, format) in [
        ("\"X: a ", Format::Text),
        ("Ida Holm ", Format::Text),
        ("IDA HOLM AT SEA ", Format::Text),
        ("“We win,” said Ida Holm. ", Format::Text),
        ("<p>a<select><option><optgroup>a", Format::Html),
    ] {
        let (short, long) = (time(unit, format, 8_000), time(unit, format, 32_000));
        assert!(long < short * 9 + Duration::from_millis(200), "{unit}: {short:?}, then {long:?}");
    }
}

#[test]
fn a_megabyte_on_one_line_is_read() {
    let line = "“We open at nine,” Ann Lee said; nobody asked why. ".repeat(20_000);
    for format in [Format::Text, Format::Html, Format::Markdown] {
        let text = article(format!("{line}{END}").into_bytes(), Some(format)).unwrap();
        assert!(text.ends_with(END), "{}", format.name());
    }
}

#[test]
fn nul_bytes_are_removed_and_other_binary_input_is_an_error_sentence() {
    let stray = format!("<p>Some words are here.\0 {END}</p>");
    assert!(article(stray.into_bytes(), None).unwrap().contains(END));
    let _ = article(vec![0xff; 100_000], None);
    for bytes in [vec![0; 100_000], (0..=255).cycle().take(100_000).collect()] {
        let told = article(bytes, None).unwrap_err().to_string();
        assert!(told.starts_with("hostile "), "{told}");
    }
}

#[test]
fn hostile_archives_are_read_or_give_an_error() {
    let head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n";
    let page = format!("--b\r\nContent-Type: text/html\r\n\r\n<p>{END}\r\n--b--\r\n");
    for before in [
        "--b\r\n\r\n".repeat(100_000),
        "--b\r\nContent-Type: image/png\r\n\r\n".repeat(50_000),
        format!("--b\r\n{}\r\n", "X-Header: y\r\n".repeat(100_000)),
    ] {
        assert!(article(format!("{head}{before}{page}").into_bytes(), None).unwrap().contains(END));
    }
    let nested: String = (0..5_000)
        .map(|i| format!("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"))
        .collect();
    let _ = article(nested.into_bytes(), None);
}
