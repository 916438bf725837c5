package similar

import (
	"iter"
	"runtime"
	"sync"
)

// Text is one text and what it is known by.
type Text struct {
	ID   int64
	Text string
}

// chunkSize is how many texts are sketched while as many before them are added.
const chunkSize = 2048

// Sketched is a text that has been sketched.
type Sketched struct {
	Text
	Sketch Sketch
}

// SketchAll sketches texts on all cores and gives them in their order, few at a
// time: a million texts need not fit into memory with their sketches.
func SketchAll(texts iter.Seq[Text]) iter.Seq[Sketched] {
	return func(yield func(Sketched) bool) {
		chunks, done := make(chan []Sketched, 1), make(chan struct{})
		defer close(done)
		go produce(texts, chunks, done)
		for chunk := range chunks {
			for _, s := range chunk {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// produce sends sketched chunks until the texts end or nobody wants more.
func produce(texts iter.Seq[Text], chunks chan<- []Sketched, done <-chan struct{}) {
	defer close(chunks)
	chunk := make([]Sketched, 0, chunkSize)
	send := func() bool {
		sketchChunk(chunk)
		select {
		case chunks <- chunk:
			chunk = make([]Sketched, 0, chunkSize)
			return true
		case <-done:
			return false
		}
	}
	for t := range texts {
		if chunk = append(chunk, Sketched{Text: t}); len(chunk) == chunkSize && !send() {
			return
		}
	}
	send()
}

// sketchChunk shares a chunk among the cores.
func sketchChunk(chunk []Sketched) {
	var workers sync.WaitGroup
	size := (len(chunk) + runtime.GOMAXPROCS(0) - 1) / runtime.GOMAXPROCS(0)
	for from := 0; from < len(chunk); from += size {
		part := chunk[from:min(from+size, len(chunk))]
		workers.Go(func() {
			for i := range part {
				part[i].Sketch = NewSketch(part[i].Text.Text)
			}
		})
	}
	workers.Wait()
}
