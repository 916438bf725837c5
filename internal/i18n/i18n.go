// Package i18n holds what people read: one catalogue per language, Chinese first.
//
// A key names a message; its values are filled in by fmt verbs. A missing key
// shows the key itself, and a test over the sources keeps that from happening.
package i18n

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"time"
)

//go:embed zh-CN/*.json
var files embed.FS

// Default is the language of every page until another is asked for.
const Default = "zh-CN"

// Catalogue is the messages of one language by key.
type Catalogue map[string]string

var catalogues = map[string]Catalogue{Default: mustLoad(Default)}

// mustLoad merges the files of one language; each file is one area of the product.
func mustLoad(lang string) Catalogue {
	names, err := fs.Glob(files, path.Join(lang, "*.json"))
	if err != nil {
		panic(err)
	}
	merged := Catalogue{}
	for _, name := range names {
		if err := merged.load(name); err != nil {
			panic(fmt.Sprintf("i18n: %s: %v", name, err))
		}
	}
	return merged
}

func (c Catalogue) load(name string) error {
	data, err := files.ReadFile(name)
	if err != nil {
		return err
	}
	part := Catalogue{}
	if err := json.Unmarshal(data, &part); err != nil {
		return err
	}
	for key, text := range part {
		if _, taken := c[key]; taken {
			return fmt.Errorf("key %q is in two files", key)
		}
		c[key] = text
	}
	return nil
}

type langKey struct{}

// With returns a context whose pages speak lang; an unknown one is ignored.
func With(ctx context.Context, lang string) context.Context {
	if _, known := catalogues[lang]; !known {
		return ctx
	}
	return context.WithValue(ctx, langKey{}, lang)
}

// Lang gives the language of the context.
func Lang(ctx context.Context) string {
	if lang, ok := ctx.Value(langKey{}).(string); ok {
		return lang
	}
	return Default
}

// T gives the message for a key in the context's language. Times among the
// values are written out to the second.
func T(ctx context.Context, key string, args ...any) string {
	text, ok := catalogues[Lang(ctx)][key]
	if !ok {
		return key
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, written(ctx, args)...)
}

func written(ctx context.Context, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(time.Time); ok {
			a = Second(ctx, t)
		}
		out[i] = a
	}
	return out
}

// Has reports whether the default catalogue knows the key.
func Has(key string) bool {
	_, ok := catalogues[Default][key]
	return ok
}
