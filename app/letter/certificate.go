package letter

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErasureCertificate is the kind of the certificate that RenderCertificate writes; it answers nobody and so is not one
// of Kinds.
const ErasureCertificate Kind = "certificate"

// CertificateData are the facts of a certificate of erasure: what was done to the records of one request, and what was
// found when they were searched for again. It names the request and never the person, so that it can be shown to an
// authority. Texts are in the language of the certificate.
type CertificateData struct {
	Organisation string
	Contact      string
	Number       string         // of the certificate, for example C-2026-000123
	Reference    string         // of the request
	Issued       time.Time      // when it was made
	Zone         *time.Location `json:"-"` // zone of all dates
	PreparedBy   string         // member of staff who prepared the plan
	ApprovedBy   string         // the second person, who approved it
	Plan         string         // short digest of the approved plan

	Systems []CertificateSystem
	Kept    []Kept              // under a duty to keep
	Shared  []CertificateShared // left because they are also others'
	// NothingKept and NothingShared say that an empty Kept, or Shared, is meant.
	NothingKept, NothingShared bool
	Residue                    CertificateResidue
	Method                     string // how it was erased; empty: the built-in words
	Beyond                     string // about copies beyond control; empty: the built-in words
}

// CertificateSystem is what was done in one system, and what became of every record that was found there.
type CertificateSystem struct {
	Name    string
	Found   int64                // records of the person's
	Records []CertificateRecords // what became of them; they add up to Found
	State   string               // as text: done, left unchanged for want of write access, handed to its owner
	When    time.Time            // zero where nothing was written
}

// CertificateRecords are the records of a system of which the same became.
type CertificateRecords struct {
	What    string // such as "deleted"
	Rows    int64
	Note    string // to the number; may be empty
	Written bool   // by the organisation's own hand
}

// CertificateShared are rows left in a system because they are also other people's.
type CertificateShared struct {
	System string
	Rows   int64
	Why    string // what became of them: left, or the reference to the person was removed
}

// CertificateResidue is the result of searching for the person's identifiers again after the run.
type CertificateResidue struct {
	At         time.Time
	Tables     int
	Texts      int64 // values compared
	Passed     bool  // every system is done, those searched hold nothing that should have gone
	Remains    []string
	Holding    []CertificateHolding // systems that hold what they held
	Searched   []string             // systems that were searched
	Unsearched []string             // systems that could not be searched
	ByHand     []string             // systems that no program can read; never among those searched
	Unsought   []string             // kinds of identifiers that records carry and that were not searched by
}

// Clean reports whether the systems were searched, all that a program can read, and nothing was found there.
func (r CertificateResidue) Clean() bool { return len(r.Remains)+len(r.Unsearched) == 0 }

// CertificateHolding is a system in which it is not done.
type CertificateHolding struct {
	System string
	Until  time.Time // by when it will be; zero where nobody said
}

// certificateItems are what a certificate must say.
var certificateItems = []CheckItem{
	{ID: "certificate", English: "the number and date of the certificate", Chinese: "证明的编号和日期"},
	{ID: "case_number", English: "the reference of the request", Chinese: "受理编号"},
	{ID: "plan", English: "the approved plan, and who prepared and approved it", Chinese: "经批准的变更方案及编制人、批准人"},
	{ID: "method", English: "how it was erased", Chinese: "删除或者匿名化的方法"},
	{ID: "systems", English: "what was done in each system", Chinese: "各系统的办理情况"},
	{ID: "kept", English: "what is kept, its law and its end", Chinese: "依法留存的内容、依据及期限"},
	{ID: "shared", English: "what was left because it is also others'", Chinese: "涉及他人的记录"},
	{ID: "residue", English: "the result of the search afterwards", Chinese: "残留检查的结果"},
	{ID: "beyond", English: "that copies of others are out of reach", Chinese: "无法控制的他人副本"},
	{ID: "contact", English: "where to reach the organisation", Chinese: "联系方式"},
}

// RenderCertificate writes a certificate of erasure from the built-in templates. See Book.RenderCertificate.
func RenderCertificate(lang string, d CertificateData) (Letter, error) {
	book, err := builtIn()
	if err != nil {
		return Letter{}, err
	}
	return book.RenderCertificate(lang, d)
}

// RenderCertificate writes a certificate of erasure. A fact that is missing or contradicts another, and an item that
// the template leaves out, are errors that name it.
func (b *Book) RenderCertificate(lang string, d CertificateData) (Letter, error) {
	d = clean(d, d.Zone)
	for i, h := range d.Residue.Holding {
		d.Residue.Holding[i].Until = coming(h.Until, d.Issued)
	}
	if err := d.check(); err != nil {
		return Letter{}, fmt.Errorf("the certificate of erasure for %s: %w", d.Reference, err)
	}
	l := Letter{Kind: ErasureCertificate, Language: lang, Organisation: d.Organisation, Reference: d.Number,
		Date: d.Issued}
	return b.fill(l, d, certificateItems)
}

func (d CertificateData) check() error {
	var errs []error
	lack := func(is bool, format string, args ...any) {
		if is {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	for _, f := range []struct{ name, fact string }{
		{"the organisation", d.Organisation}, {"the contact", d.Contact}, {"its number", d.Number},
		{"the reference of the request", d.Reference},
		{"who prepared the plan", d.PreparedBy}, {"who approved the plan", d.ApprovedBy},
		{"the digest of the plan", d.Plan},
	} {
		lack(f.fact == "", "%s is missing", f.name)
	}
	lack(d.Zone == nil, "the zone of its dates is missing")
	lack(d.Issued.IsZero(), "its date is missing")
	lack(len(d.Systems) == 0, "it names no system")
	for i, s := range d.Systems {
		lack(s.Name == "" || s.State == "", "system %d has no name or no state", i+1)
		all, written := int64(0), false
		for _, r := range s.Records {
			lack(r.What == "" || r.Rows < 1, "records of system %s lack their number, or what became of them", s.Name)
			all, written = all+r.Rows, written || r.Written
		}
		lack(all != s.Found, "of %d records of system %s it tells what became of %d", s.Found, s.Name, all)
		lack(s.When.IsZero() && written, "system %s was written, and nothing says when", s.Name)
		lack(s.When.After(d.Issued), "system %s was written after the date of the certificate", s.Name)
	}
	for i, k := range d.Kept {
		lack(k.What == "" || k.Law == "" || k.Until.IsZero(), "entry %d of what is kept lacks its content, law or end",
			i+1)
	}
	for i, s := range d.Shared {
		lack(s.System == "" || s.Why == "" || s.Rows < 1,
			"entry %d of the records of others lacks its system, number or reason", i+1)
	}
	lack(d.Residue.At.IsZero(), "it does not say when the person was searched for again")
	lack(d.Residue.Passed != (d.Residue.Clean() && len(d.Residue.Holding) == 0),
		"it says that it passed and that something remains, is held or was not searched, or neither")
	for _, s := range d.Residue.ByHand {
		lack(slices.Contains(d.Residue.Searched, s), "%s is said to be searched, and no program can read it", s)
	}
	lack(d.NothingKept != (len(d.Kept) == 0), "it says that nothing is kept and what is, or neither")
	lack(d.NothingShared != (len(d.Shared) == 0), "it says that nothing of others was left and what was, or neither")
	return errors.Join(errs...)
}
