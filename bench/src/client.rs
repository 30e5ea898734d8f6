//! A connection that asks and reads whole answers, as little as HTTP/1.1 needs: the client must not be what is measured.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::Res;

/// A connection kept alive.
pub struct Connection {
    at: SocketAddr,
    cookie: String,
    packed: bool,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

/// What came back.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Headers and body.
    pub bytes: Vec<u8>,
    /// How long the body is.
    pub length: usize,
}

impl Connection {
    /// A client that shows this cookie; it connects when first used.
    pub fn new(at: SocketAddr, cookie: &str) -> Self {
        Self {
            at,
            cookie: cookie.to_owned(),
            packed: false,
            stream: None,
            buffer: vec![0; 64 * 1024],
        }
    }

    /// Lets the server pack its answers, as every browser does.
    pub fn packed(mut self, packed: bool) -> Self {
        self.packed = packed;
        self
    }

    /// Asks for a path and reads the answer to its end.
    pub fn get(&mut self, path: &str) -> Res<Answer> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => connect(self.at)?,
        };
        let packed = if self.packed {
            "Accept-Encoding: gzip, deflate, br\r\n"
        } else {
            ""
        };
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\n{packed}Cookie: {}\r\n\r\n",
            self.at, self.cookie
        );
        stream.write_all(request.as_bytes())?;
        let (answer, close) = self.read(&mut stream)?;
        if !close {
            self.stream = Some(stream);
        }
        Ok(answer)
    }

    /// The answer, and whether the server closes the connection behind it.
    fn read(&mut self, stream: &mut TcpStream) -> Res<(Answer, bool)> {
        let mut bytes = Vec::new();
        let head = loop {
            self.more(stream, &mut bytes)?;
            if let Some(at) = bytes.windows(4).position(|w| w == b"\r\n\r\n") {
                break at;
            }
        };
        let text = String::from_utf8_lossy(bytes.get(..head).unwrap_or_default()).to_lowercase();
        let header = |name: &str| {
            let lines = text.lines().filter_map(|line| line.split_once(':'));
            lines.into_iter().find(|(n, _)| *n == name).map(|(_, v)| v.trim())
        };
        let status = text.split(' ').nth(1).unwrap_or_default().parse()?;
        let length = match header("content-length") {
            Some(length) => {
                let length: usize = length.parse()?;
                while bytes.len() < head + 4 + length {
                    self.more(stream, &mut bytes)?;
                }
                length
            }
            None if header("transfer-encoding") == Some("chunked") => {
                while !bytes.ends_with(b"\r\n0\r\n\r\n") {
                    self.more(stream, &mut bytes)?;
                }
                bytes.len() - head - 4
            }
            None => return Err("an answer without its length".into()),
        };
        let close = header("connection") == Some("close");
        Ok((Answer { status, bytes, length }, close))
    }

    fn more(&mut self, stream: &mut TcpStream, bytes: &mut Vec<u8>) -> Res<()> {
        let n = stream.read(&mut self.buffer)?;
        if n == 0 {
            return Err("the server hung up".into());
        }
        bytes.extend_from_slice(self.buffer.get(..n).unwrap_or_default());
        Ok(())
    }
}

fn connect(at: SocketAddr) -> Res<TcpStream> {
    let stream = TcpStream::connect_timeout(&at, Duration::from_secs(5))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    Ok(stream)
}
