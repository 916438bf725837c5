package app

import (
	"context"
	"io"
	"strconv"
	"sync"
	"time"

	"nayan/internal/consult"
	"nayan/internal/dossier"
	"nayan/internal/fault"
	"nayan/repo"
)

const (
	// maxDossiers is how many archives this process writes at once: each holds a
	// connection, and keeps the database from tidying up behind it.
	maxDossiers = 2
	// dossierAgain is when to come back where that many are being written.
	dossierAgain = time.Minute
	// DossierTime bounds one archive from its first byte to its last, however slowly
	// it is taken.
	DossierTime = 15 * time.Minute
	// dossierIdle is how long the database lets an archive ask for nothing; a client
	// that takes nothing is given up sooner, by who sends it.
	dossierIdle = 3 * time.Minute
)

// Dossier is an archive that is about to be written. It holds one of a few places
// until it is closed.
type Dossier struct {
	app    *App
	id     int64
	copy   dossier.Copy
	closed sync.Once
}

// OpenDossier records that the dossier of a consultation leaves the desk, before the
// first byte of it: who breaks off has seen some. Errors: NotFound (not public),
// Invalid (no such copy), RateLimited (others are being written).
func (a *App) OpenDossier(ctx context.Context, actor Actor, consultationID int64, which dossier.Copy) (d *Dossier, err error) {
	defer fault.Wrap(&err, "app.OpenDossier(%d, %s)", consultationID, which)
	if which != dossier.Staff && which != dossier.Public {
		return nil, fault.New(fault.NotFound, "error.not_found")
	}
	if a.dossiers.Add(1) > maxDossiers {
		a.dossiers.Add(-1)
		return nil, &fault.Error{Kind: fault.RateLimited, Key: "dossier.error.busy", RetryAfter: dossierAgain}
	}
	d = &Dossier{app: a, id: consultationID, copy: which}
	err = a.Repo.Write(ctx, func(tx *repo.Tx) error {
		state, _, err := tx.HoldCall(ctx, consultationID)
		if err == nil && state != consult.Released {
			err = fault.New(fault.NotFound, "error.not_found")
		}
		if err != nil {
			return err
		}
		return tx.Audit(ctx, repo.AuditEntry{At: a.Now(), StaffID: actor.StaffID, Action: "dossier.export", ObjectKind: "consultation",
			ObjectID: strconv.FormatInt(consultationID, 10), After: seenDossier{which}})
	})
	if err != nil {
		d.Close()
		return nil, err
	}
	return d, nil
}

// seenDossier is what the audit keeps of an archive.
type seenDossier struct {
	Copy dossier.Copy `json:"copy"`
}

// Close gives the place up.
func (d *Dossier) Close() { d.closed.Do(func() { d.app.dossiers.Add(-1) }) }

// Write writes the archive from one moment of the database. An error leaves it
// unfinished: it must not pass for a whole one.
func (d *Dossier) Write(ctx context.Context, w io.Writer, pages dossier.Pages) (err error) {
	defer fault.Wrap(&err, "app.Dossier.Write(%d, %s)", d.id, d.copy)
	ctx, cancel := context.WithTimeout(ctx, DossierTime)
	defer cancel()
	return d.app.Repo.Snapshot(ctx, dossierIdle, func(s *repo.Snapshot) error {
		src, err := (&filer{app: d.app, s: s, id: d.id, now: d.app.Now()}).source(ctx, d.copy)
		if err != nil {
			return err
		}
		return dossier.Write(ctx, w, src, pages)
	})
}
