// Package jobs runs what happens after the answer: River workers, one file per
// job. A job's arguments hold ids only, never personal data.
package jobs
