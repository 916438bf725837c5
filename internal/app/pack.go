package app

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"strings"
)

// packTable makes a table small that waits for somebody to confirm it.
func packTable(table any) (string, error) {
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	if err := json.NewEncoder(zip).Encode(table); err != nil {
		return "", err
	}
	err := zip.Close()
	return packed.String(), err
}

// unpackTable is the opposite of packTable.
func unpackTable(packed string, table any) error {
	unzip, err := gzip.NewReader(strings.NewReader(packed))
	if err != nil {
		return err
	}
	return json.NewDecoder(unzip).Decode(table)
}
