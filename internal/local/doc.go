//go:build unix

// Package local is the embedded default: a private Postgres and a private Redis
// for `nayan demo` and for tests, started as children of this process.
//
// Both listen on a random loopback port behind a random password and die with
// their parent, even when it is killed with SIGKILL. What a dead parent left
// behind is put right by the next start. Contexts bound starting, not living:
// a started server runs until its Stop.
//
// Linux and macOS are served; elsewhere set DATABASE_URL and REDIS_URL.
package local
