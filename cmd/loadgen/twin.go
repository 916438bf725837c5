package main

import (
	"context"
	"errors"

	"github.com/lib/pq"

	"nayan/repo"
)

// twin copies the database as it is: the same servers and program, another
// database. closeTwin it before the stand.
func (s *stand) twin(ctx context.Context, name string) (*stand, error) {
	// A database that is copied has no connections.
	if err := s.app.Repo.DB().Close(); err != nil {
		return nil, err
	}
	if err := s.copyDatabase(ctx, name); err != nil {
		return nil, err
	}
	t := *s
	t.database = name
	return &t, errors.Join(s.openApp(), t.openApp())
}

func (s *stand) copyDatabase(ctx context.Context, name string) (err error) {
	db, err := repo.Open(s.postgres.URL("postgres"), 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, "CREATE DATABASE "+pq.QuoteIdentifier(name)+" TEMPLATE "+pq.QuoteIdentifier(s.database))
	return err
}

func (s *stand) closeTwin() error { return s.app.Repo.DB().Close() }
