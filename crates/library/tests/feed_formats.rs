//! Feeds of every format, of the shape that usual programs write, and feeds that
//! are damaged or hostile.

use proptest::prelude::*;
use pullquote_library::feeds::{Feed, parse};

const ADDRESS: &str = "https://example.org/blog/feed.xml";

fn read(text: &str) -> Feed {
    parse(text.as_bytes(), None, ADDRESS).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn rss(items: &str) -> Feed {
    read(&format!(
        "<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' \
         xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The Courier</title>{items}</channel></rss>"
    ))
}

#[test]
fn rss_2() {
    let feed = read(
        "<?xml version='1.0' encoding='UTF-8'?>
         <rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:atom='http://www.w3.org/2005/Atom'>
         <channel><title>The Courier</title><link>https://example.org/</link><atom:link href='https://example.org/feed.xml' rel='self'/>
         <image><title>Logo</title><url>x</url></image><managingEditor>desk@example.org</managingEditor>
         <item><title><![CDATA[The pier & the <i>sea</i>]]></title><link>
           https://example.org/pier?a=1&amp;b=2 </link><comments>https://example.org/pier#comments</comments>
           <dc:creator><![CDATA[Ann Lee]]></dc:creator><pubDate>Mon, 24 Nov 2025 10:30:00 +0100</pubDate>
           <guid isPermaLink='false'>https://example.org/?p=12</guid>
           <description><![CDATA[<p>It opens&nbsp;in spring.</p>]]></description>
           <content:encoded><![CDATA[<p>It opens in spring, the mayor said.</p>]]></content:encoded></item>
         <item><title>Harbour</title><guid>https://example.org/harbour</guid><author>ben@example.org (Ben Roe)</author></item>
         <item><title>Nowhere</title></item>
         </channel></rss>",
    );
    assert_eq!((feed.title.as_deref(), feed.home.as_deref()), (Some("The Courier"), Some("https://example.org/")));
    let [pier, harbour] = feed.items.as_slice() else { panic!("{feed:?}") };
    assert_eq!(
        (pier.id.as_str(), pier.address.as_str()),
        ("https://example.org/?p=12", "https://example.org/pier?a=1&b=2")
    );
    assert_eq!((pier.title.as_deref(), pier.author.as_deref()), (Some("The pier & the sea"), Some("Ann Lee")));
    assert_eq!(pier.published.as_deref(), Some("2025-11-24T09:30:00Z"));
    assert_eq!(pier.summary.as_deref(), Some("It opens in spring."));
    assert_eq!(pier.content_html.as_deref(), Some("<p>It opens in spring, the mayor said.</p>"));
    assert_eq!((harbour.address.as_str(), harbour.author.as_deref()), ("https://example.org/harbour", Some("Ben Roe")));
    assert_eq!((feed.left_out, feed.damage), (1, None));
}

#[test]
fn atom() {
    let feed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://example.org/base/'><title type='text'>The &lt;Courier&gt;</title>
         <link rel='self' href='feed.xml'/><link href='.'/><author><name>Ann Lee</name><email>ann@example.org</email></author>
         <entry><id>tag:example.org,2025:1</id><title type='html'>The &lt;b&gt;pier&lt;/b&gt; &amp;amp; sea</title>
           <link rel='enclosure' href='a.mp3'/><link rel='alternate' type='text/html' href='pier'/><updated>2025-11-24T10:30:00+01:00</updated>
           <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>It opens <em>in</em> spring.</p></div></content></entry>
         <entry><id>2</id><title/><link href='/two'/><content type='image/png'>AAAA</content><content src='x.pdf' type='application/pdf'/>
           <author><name>Ben Roe</name></author><published>2025-11-23T00:00:00Z</published><updated>2025-11-24T00:00:00Z</updated>
           <summary>Plain &amp; short.</summary></entry></feed>",
    );
    assert_eq!(
        (feed.title.as_deref(), feed.home.as_deref()),
        (Some("The <Courier>"), Some("https://example.org/base/"))
    );
    let [pier, two] = feed.items.as_slice() else { panic!("{feed:?}") };
    assert_eq!(
        (pier.address.as_str(), pier.title.as_deref()),
        ("https://example.org/base/pier", Some("The pier & sea"))
    );
    assert_eq!((pier.author.as_deref(), pier.published.as_deref()), (Some("Ann Lee"), Some("2025-11-24T09:30:00Z")));
    assert_eq!(pier.summary.as_deref(), Some("It opens in spring."));
    assert_eq!(pier.content_html.as_deref(), Some("<p>It opens <em>in</em> spring.</p>"));
    assert_eq!((two.title.as_deref(), two.content_html.as_deref()), (None, None));
    assert_eq!((two.author.as_deref(), two.summary.as_deref()), (Some("Ben Roe"), Some("Plain & short.")));
    assert_eq!(two.published.as_deref(), Some("2025-11-23T00:00:00Z"));
}

#[test]
fn json_feed() {
    let feed = read(
        r#"{"version": "https://jsonfeed.org/version/1", "title": "The Courier", "home_page_url": "/", "author": {"name": "Ann Lee"},
            "items": [{"id": 12, "url": "pier", "title": "The pier\u001b[2J", "content_html": "<p>It opens in spring.\u0007</p>", "date_published": "2025-11-24T10:30:00+01:00", "attachments": [{}]},
                      {"id": "b", "external_url": "https://example.com/b", "content_text": "Plain.", "authors": [{"name": "Ben（ben@example.org）"}], "tags": [1]},
                      {"id": "c", "url": "javascript:alert(1)"}]}"#,
    );
    let [pier, plain] = feed.items.as_slice() else { panic!("{feed:?}") };
    assert_eq!((pier.id.as_str(), pier.address.as_str()), ("12", "https://example.org/blog/pier"));
    assert_eq!((pier.title.as_deref(), pier.author.as_deref()), (Some("The pier␛[2J"), Some("Ann Lee")));
    assert_eq!(pier.content_html.as_deref(), Some("<p>It opens in spring.␇</p>"));
    assert_eq!((plain.address.as_str(), plain.summary.as_deref()), ("https://example.com/b", Some("Plain.")));
    assert_eq!((plain.author.as_deref(), plain.content_html.as_deref()), (Some("Ben"), None));
    assert_eq!((feed.home.as_deref(), feed.left_out), (Some("https://example.org/"), 1));
}

#[test]
fn old_and_odd_versions() {
    let item = "<item><title>Pier</title><link>https://example.org/pier</link></item>";
    for text in [
        format!("<rss><channel>{item}</channel></rss>"),
        format!("<rss version='2.01' xmlns='http://backend.userland.com/rss2'><channel>{item}</channel></rss>"),
        format!("<rss version='0.91'><channel>{item}</channel></rss>"),
        format!("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><channel/>{item}</rdf:RDF>"),
        format!("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'><channel/>{item}</rdf:RDF>"),
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title mode='escaped'>Pier</title><link href='https://example.org/pier'/><issued>2005-01-01T00:00:00Z</issued></entry></feed>".to_owned(),
        "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>Pier</a:title><a:link href='https://example.org/pier'/></a:entry></a:feed>".to_owned(),
    ] {
        let feed = read(&text);
        assert_eq!(feed.items.len(), 1, "{text}");
        assert_eq!((feed.items[0].address.as_str(), feed.items[0].title.as_deref()), ("https://example.org/pier", Some("Pier")), "{text}");
    }
}

#[test]
fn mistakes_of_feeds_lose_nothing() {
    let feed = rss(
        "<item><title>AT&T &nbsp;&eacute;</title><link>https://example.org/a?b=1&c=2</link><media:title>No</media:title></item>
         <item><title>A < B</title><link>https://example.org/b</link></item>
         <item><title>One</title><link>https://example.org/c</link><description>Not closed</item>
         <item><title>Two\u{1b}\u{0}</title><link>https://example.org/d</link></item>",
    );
    let shown: Vec<_> = feed.items.iter().map(|item| (item.title.as_deref().unwrap(), item.address.as_str())).collect();
    assert_eq!(shown[0], ("AT&T é", "https://example.org/a?b=1&c=2"));
    assert_eq!(shown[1], ("A < B", "https://example.org/b"));
    assert_eq!(shown[2..], [("One", "https://example.org/c"), ("Two", "https://example.org/d")]);
}

#[test]
fn items_before_the_break_are_read() {
    let feed = read("<rss><channel><item><link>https://example.org/a</link></item>\n<item><link>https://example.org/b");
    assert_eq!((feed.items.len(), feed.damage.as_deref()), (1, Some("it breaks off before its end")));
}

#[test]
fn what_is_not_a_feed_is_an_error() {
    for (text, start) in [
        ("", "it is not a feed"),
        ("The pier opens.", "it is not a feed"),
        (" <!DOCTYPE html><p>x", "it is a web page, not a feed"),
        ("<svg/>", "it is not a feed"),
        ("{\"a\": 1}", "it is JSON, but not a JSON Feed"),
        ("{\n\"a\" 1}", "line 2 is not JSON"),
        ("<rss><channel><item><link>https://example.org/a", "it breaks off before its end"),
    ] {
        let error = parse(text.as_bytes(), None, ADDRESS).unwrap_err().to_string();
        assert!(error.starts_with(start), "{text}: {error}");
    }
}

/// Input that stops a reader of feeds, or makes it slow.
#[test]
fn hostile_feeds_are_read_in_linear_time() {
    let author = "<item><link>https://example.org/a</link><author>李安（ann@example.org）</author></item>";
    assert_eq!(rss(author).items[0].author.as_deref(), Some("李安"));
    let duration =
        "<item><link>https://example.org/a</link><itunes:duration>99999999999999999999999</itunes:duration></item>";
    assert_eq!(rss(duration).items.len(), 1);
    let item = "<item><link>https://example.org/a</link></item>";
    let many = |text: &str| text.repeat(2_000_000 / text.len());
    for hostile in [
        format!("{item}{}", many("<a>")),
        format!("{}{item}", many("</a>")),
        format!("{item}<b {}/>", (0..200_000).map(|i| format!("a{i}='' ")).collect::<String>()),
        format!(
            "{item}<b {}/>{}",
            (0..100_000).map(|i| format!("xmlns:a{i}='x' ")).collect::<String>(),
            many("<z:b/>")
        ),
        format!("{item}{}", many("&nbsp;")),
        format!("<item><link>https://example.org/a</link><title>{}</title></item>", many("<![CDATA[&]]>")),
        format!("{item}{}", many("<a xml:base='x'>")),
    ] {
        let began = cpu_time::ThreadTime::now();
        assert_eq!(rss(&hostile).items.len(), 1, "{}", &hostile[..60]);
        assert!(began.elapsed().as_secs() < 60, "{}", &hostile[..60]);
    }
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = parse(&bytes, None, ADDRESS);
        let _ = parse(&bytes, Some("text/xml; charset=utf-16"), "no address");
    }

    #[test]
    fn nothing_unsafe_reaches_a_terminal(pieces in proptest::collection::vec("<item>|</item>|<title>|</title>|<link>https://example.org/[\\x1b]?a</link>|<description>|</description>|<author>|</author>|&#27;|\\x1b|\u{9b}|@|é|<!\\[CDATA\\[|\\]\\]>|&lt;p&gt;|<guid>|</guid>|<pubDate>1</pubDate>|[0-9a-z（]{1,4}", 0..60)) {
        let text = format!("<rss><channel>{}", pieces.concat());
        if let Ok(feed) = parse(text.as_bytes(), None, ADDRESS) {
            for item in &feed.items {
                let texts = [Some(&item.id), Some(&item.address), item.title.as_ref(), item.author.as_ref(), item.summary.as_ref()];
                prop_assert!(texts.into_iter().flatten().all(|text| !text.chars().any(char::is_control)), "{item:?}");
                prop_assert!(item.address.starts_with("http"));
            }
        }
    }
}
