// Answers questions about trees, proofs, tiles and notes by golang.org/x/mod/sumdb, which shares no code with this project.
// One JSON object a line in, one out: {"ok": true, ...} or {"ok": false, "error": "…"}.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type question struct {
	Op      string   `json:"op"`
	Leaves  []string `json:"leaves"`
	Leaf    string   `json:"leaf"`
	Index   int64    `json:"index"`
	Size    int64    `json:"size"`
	Root    string   `json:"root"`
	Old     int64    `json:"old"`
	OldRoot string   `json:"oldRoot"`
	Proof   []string `json:"proof"`
	Note    string   `json:"note"`
	Key     string   `json:"key"`
	Base    string   `json:"base"`
}

type answer struct {
	OK    bool   `json:"ok"`
	Error string `json:"error,omitempty"`
	Root  string `json:"root,omitempty"`
	Text  string `json:"text,omitempty"`
}

func hashes(texts []string) ([]tlog.Hash, error) {
	list := []tlog.Hash{}
	for _, text := range texts {
		hash, err := tlog.ParseHash(text)
		if err != nil {
			return nil, err
		}
		list = append(list, hash)
	}
	return list, nil
}

func root(leaves []string) (tlog.Hash, error) {
	stored := []tlog.Hash{}
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		list := []tlog.Hash{}
		for _, index := range indexes {
			list = append(list, stored[index])
		}
		return list, nil
	})
	for n, leaf := range leaves {
		more, err := tlog.StoredHashes(int64(n), []byte(leaf), reader)
		if err != nil {
			return tlog.Hash{}, err
		}
		stored = append(stored, more...)
	}
	return tlog.TreeHash(int64(len(leaves)), reader)
}

type served struct{ base string }

func (s served) Height() int                          { return 8 }
func (s served) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (s served) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	list := [][]byte{}
	for _, tile := range tiles {
		response, err := http.Get(s.base + "/tile/" + strings.TrimPrefix(tile.Path(), "tile/8/"))
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			return nil, err
		}
		if response.StatusCode != 200 {
			return nil, fmt.Errorf("%s answers %d", tile.Path(), response.StatusCode)
		}
		list = append(list, body)
	}
	return list, nil
}

func answered(q question) (answer, error) {
	switch q.Op {
	case "root":
		hash, err := root(q.Leaves)
		return answer{OK: true, Root: hash.String()}, err
	case "note":
		verifier, err := note.NewVerifier(q.Key)
		if err != nil {
			return answer{}, err
		}
		opened, err := note.Open([]byte(q.Note), note.VerifierList(verifier))
		if err != nil {
			return answer{}, err
		}
		return answer{OK: true, Text: opened.Text}, nil
	}
	head, err := tlog.ParseHash(q.Root)
	if err != nil {
		return answer{}, err
	}
	proof, err := hashes(q.Proof)
	if err != nil {
		return answer{}, err
	}
	switch q.Op {
	case "inclusion":
		return answer{OK: true}, tlog.CheckRecord(proof, q.Size, head, q.Index, tlog.RecordHash([]byte(q.Leaf)))
	case "consistency":
		old, err := tlog.ParseHash(q.OldRoot)
		if err != nil {
			return answer{}, err
		}
		return answer{OK: true}, tlog.CheckTree(proof, q.Size, head, q.Old, old)
	case "tiles":
		reader := tlog.TileHashReader(tlog.Tree{N: q.Size, Hash: head}, served{q.Base})
		made, err := tlog.ProveRecord(q.Size, q.Index, reader)
		if err != nil {
			return answer{}, err
		}
		return answer{OK: true}, tlog.CheckRecord(made, q.Size, head, q.Index, tlog.RecordHash([]byte(q.Leaf)))
	}
	return answer{}, errors.New("unknown question " + q.Op)
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked question
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			out.Encode(answer{Error: err.Error()})
			continue
		}
		given, err := answered(asked)
		if err != nil {
			given = answer{Error: err.Error()}
		}
		out.Encode(given)
	}
}
