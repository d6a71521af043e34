package letter

// Forms is a letter in every form in which it goes out, as bytes: what was sent is kept and never made again with later
// templates or facts.
type Forms struct {
	Letter
	Plain   []byte // text of a mail
	Page    []byte // HTML
	Print   []byte // PDF
	Missing []rune // characters that no face of the PDF has
}

// Forms puts a letter into every form.
func (l Letter) Forms() (f Forms, err error) {
	f.Letter, f.Plain = l, []byte(l.Text())
	if f.Page, err = l.HTML(); err != nil {
		return f, err
	}
	f.Print, f.Missing, err = l.PDF()
	return f, err
}
