//! A web server on the loopback interface for tests. It sends exactly the bytes
//! that a test gives it, also late, cut or mislabelled.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// One answer: the pieces to send, and the pause between two pieces.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pieces: Vec<Vec<u8>>,
    pause: Duration,
}

impl Answer {
    /// These bytes, and nothing else.
    pub(crate) fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self { pieces: vec![bytes.into()], pause: Duration::ZERO }
    }

    /// A page with `headers` besides its length; each ends in CRLF.
    pub(crate) fn page(headers: &str, body: impl AsRef<[u8]>) -> Self {
        Self::status("200 OK", headers, body)
    }

    pub(crate) fn html(body: &str) -> Self {
        Self::page("Content-Type: text/html; charset=utf-8\r\n", body)
    }

    pub(crate) fn status(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
        Self::bytes([head.as_bytes(), body].concat())
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Self::status("302 Found", &format!("Location: {to}\r\n"), "")
    }

    /// The same bytes in pieces of `size`, with a pause before each but the
    /// first.
    pub(crate) fn slowly(self, size: usize, pause: Duration) -> Self {
        let whole = self.pieces.concat();
        Self { pieces: whole.chunks(size).map(<[u8]>::to_vec).collect(), pause }
    }
}

/// A server; it ends when dropped.
pub(crate) struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    answers: Mutex<BTreeMap<String, Answer>>,
    asked: AtomicUsize,
    requests: Mutex<Vec<String>>,
    ended: AtomicBool,
}

impl Server {
    /// A server with these paths; it answers 404 to all others.
    pub(crate) fn of<const N: usize>(answers: [(&str, Answer); N]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port on the loopback");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared::default());
        let mut server = Self { address, shared: Arc::clone(&shared), thread: None };
        for (path, answer) in answers {
            server.answer(path, answer);
        }
        server.thread = Some(thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.ended.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), shared) = (stream, Arc::clone(&shared)) else { continue };
                // A client that goes away early is part of many tests.
                thread::spawn(move || serve(stream, &shared).ok());
            }
        }));
        server
    }

    /// Sets the answer for this path from now on.
    pub(crate) fn answer(&self, path: &str, answer: Answer) {
        self.shared.answers.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), answer);
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far, with their headers.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The number of requests so far.
    pub(crate) fn asked(&self) -> usize {
        self.shared.asked.load(Ordering::SeqCst)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for the next client.
        if let Some(thread) = self.thread.take()
            && TcpStream::connect(self.address).is_ok()
        {
            thread.join().ok();
        }
    }
}

/// Reads one request and sends its answer.
fn serve(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut request = Vec::new();
    let mut buffer = [0_u8; 1024];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        let read = stream.read(&mut buffer)?;
        if read == 0 || request.len() > 1 << 16 {
            return Ok(());
        }
        request.extend_from_slice(&buffer[..read]);
    }
    shared.asked.fetch_add(1, Ordering::SeqCst);
    let request = String::from_utf8_lossy(&request).into_owned();
    shared.requests.lock().unwrap_or_else(PoisonError::into_inner).push(request.clone());
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let answers = shared.answers.lock().unwrap_or_else(PoisonError::into_inner);
    let answer = answers.get(&path).cloned().unwrap_or_else(|| Answer::status("404 Not Found", "", "not here"));
    drop(answers);
    for (i, piece) in answer.pieces.iter().enumerate() {
        if i > 0 {
            thread::sleep(answer.pause);
        }
        if shared.ended.load(Ordering::SeqCst) {
            return Ok(());
        }
        stream.write_all(piece)?;
    }
    stream.shutdown(std::net::Shutdown::Write)?;
    // Closing with unread bytes of the client would cut the answer.
    stream.read(&mut buffer).map(|_| ())
}
