// Package dossierview writes the pages inside of a dossier. They are files: each
// stands alone, loads nothing, and reads the same in twenty years.
package dossierview
