package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"orangelab.cn/rightsdesk/model"
)

// CSVColumns is the template: the first line of a CSV file names these columns, in any order; kind and one of the
// identifiers are needed, the others may be left out.
var CSVColumns = []string{"id", "kind", "received", "name", "email", "phone", "account", "id_number", "birth_date", "requester",
	"requester_name", "requester_contact", "sensitive", "text"}

func isCSV(name string, data []byte) bool {
	if strings.HasSuffix(strings.ToLower(name), ".csv") {
		return true
	}
	first, _, _ := bytes.Cut(data, []byte("\n"))
	return bytes.Contains(first, []byte("kind")) && bytes.Contains(first, []byte(",")) && !bytes.Contains(first, []byte("{"))
}

func readCSV(data []byte, _ Trust) ([]Submission, []Problem) {
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return nil, []Problem{{Line: 1, Err: csvReason(err)}}
	}
	column := map[string]int{}
	for i, h := range head {
		h = strings.ToLower(strings.TrimSpace(h))
		if !slices.Contains(CSVColumns, h) {
			return nil, []Problem{{Line: 1, Err: because("column \"{{.A}}\" is not in the template; it knows {{.B}}", h, strings.Join(CSVColumns, ", "))}}
		}
		if _, twice := column[h]; twice {
			return nil, []Problem{{Line: 1, Err: because("column \"{{.A}}\" stands twice", h)}}
		}
		column[h] = i
	}
	if _, ok := column["kind"]; !ok {
		return nil, []Problem{{Line: 1, Err: because("the column kind is missing")}}
	}
	var subs []Submission
	var problems []Problem
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return subs, problems
		}
		line := 0
		if err == nil {
			line, _ = r.FieldPos(0)
		}
		var parse *csv.ParseError
		if errors.As(err, &parse) {
			problems = append(problems, Problem{Line: parse.StartLine, Err: csvReason(err)})
			continue
		}
		if err != nil {
			return subs, append(problems, Problem{Err: csvReason(err)})
		}
		if len(record) != len(head) {
			problems = append(problems, Problem{Line: line, Err: because("has {{.A}} fields, the first line names {{.B}}", len(record), len(head))})
			continue
		}
		sub, err := csvSubmission(record, column)
		if err != nil {
			problems = append(problems, Problem{Line: line, Err: err})
			continue
		}
		sub.Line = line
		subs = append(subs, sub)
	}
}

func csvReason(err error) Reason {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		err = parse.Err
	}
	return because("is not CSV here: {{.A}}", err)
}

func csvSubmission(record []string, column map[string]int) (Submission, error) {
	get := func(name string) string {
		if i, ok := column[name]; ok {
			return strings.TrimSpace(record[i])
		}
		return ""
	}
	sub := Submission{Kind: model.Kind(strings.ToLower(get("kind"))), Channel: model.ByFile, Requester: model.RequesterKind(get("requester")),
		RequesterName: get("requester_name"), RequesterContact: get("requester_contact"), Body: get("text"),
		Subject: model.Subject{Name: get("name"), Email: get("email"), Phone: get("phone"), Account: get("account"),
			IDNumber: get("id_number"), BirthDate: get("birth_date")}}
	if sub.Requester == "" {
		sub.Requester = model.Self
	}
	switch strings.ToLower(get("sensitive")) {
	case "", "no", "false", "0":
	case "yes", "true", "1":
		sub.Sensitive = true
	default:
		return sub, wrong("sensitive", "write yes or no")
	}
	if text := get("received"); text != "" {
		at, ok := parseTime(text)
		if !ok {
			return sub, wrong("received", "write the time as 2026-11-23, 2026-11-23 09:30:00 or 2026-11-23T09:30:00+08:00")
		}
		sub.ReceivedAt = at
	}
	// Without an ID of its own a record is known by everything it says.
	if id := get("id"); id != "" {
		sub.External = "csv:" + id
	} else {
		sum := sha256.Sum256([]byte(strings.Join(record, "\x00")))
		sub.External = "csv-row:" + hex.EncodeToString(sum[:])
	}
	return sub, nil
}

func parseTime(text string) (at time.Time, ok bool) {
	for _, layout := range []string{time.RFC3339, time.DateTime, time.DateOnly} {
		if at, err := time.ParseInLocation(layout, text, shanghai); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

// shanghai reads times that name no zone; China has no summer time.
var shanghai = time.FixedZone("UTC+8", 8*60*60)
