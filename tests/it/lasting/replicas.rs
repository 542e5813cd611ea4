//! Several processes on one database behind a proxy: any of them takes any turn.

use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::{Place, client, transcript};

const CONVERSATIONS: u64 = 8;
const TURNS: u64 = 10;

#[tokio::test]
async fn any_of_three_processes_takes_any_turn_and_one_that_is_killed_takes_nothing_with_it() {
    let (Some(shared), Some(alone)) = (Place::postgres(), Place::postgres()) else { return };
    let one = alone.server();
    let mut expected = Vec::new();
    for number in 0..CONVERSATIONS {
        expected.push(transcript(&client(), &one.url(""), number, TURNS).await);
    }
    let replicas = [shared.server(), shared.server(), shared.server()];
    let proxy = Proxy::before(replicas.iter().map(|replica| replica.address().to_owned()).collect());
    let talks = (0..CONVERSATIONS).map(|number| {
        let at = proxy.url.clone();
        tokio::spawn(async move { transcript(&client(), &at, number, TURNS).await })
    });
    let talks: Vec<_> = talks.collect();
    while proxy.n_connections.load(Ordering::Relaxed) < (CONVERSATIONS * TURNS / 3) as usize {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    replicas[1].signal("KILL");
    for (talk, expected) in talks.into_iter().zip(expected) {
        assert_eq!(talk.await.unwrap(), expected);
    }
}

/// Hands every connection to the next server that takes one.
struct Proxy {
    url: String,
    n_connections: Arc<AtomicUsize>,
    is_over: Arc<AtomicBool>,
}

impl Proxy {
    fn before(servers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (n_connections, is_over) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicBool::new(false)));
        let (count, over) = (Arc::clone(&n_connections), Arc::clone(&is_over));
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let turn = count.fetch_add(1, Ordering::Relaxed);
                let mut next = (0..servers.len()).map(|n| &servers[(turn + n) % servers.len()]);
                if let Some(server) = next.find_map(|server| TcpStream::connect(server).ok()) {
                    pass_on(&client, &server);
                }
            }
        });
        Self { url, n_connections, is_over }
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the thread, which then ends.
        drop(TcpStream::connect(self.url.trim_start_matches("http://")));
    }
}

fn pass_on(client: &TcpStream, server: &TcpStream) {
    let copy = |from: &TcpStream, to: &TcpStream| {
        let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
        std::thread::spawn(move || {
            drop(io::copy(&mut from, &mut to));
            drop(to.shutdown(Shutdown::Both));
            drop(from.shutdown(Shutdown::Both));
        });
    };
    copy(client, server);
    copy(server, client);
}
