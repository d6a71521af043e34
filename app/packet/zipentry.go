package packet

import (
	"archive/zip"
	"fmt"
	"io"
	"math"
	"path"
	"strings"
	"time"
)

func kindOfFile(name string) string {
	if ext := path.Ext(name); usualEnding.MatchString(ext) {
		return strings.ToLower(ext)
	}
	return ""
}

type onlyReader struct{ io.Reader }

func (z *ZipWriter) entry(name string) (*zip.FileHeader, *zipEntry, error) {
	head := z.header(name)
	head.Flags |= 0x8
	w, err := z.zip.CreateRaw(head)
	if err != nil {
		return nil, nil, fmt.Errorf("begin %s in the zip: %w", name, err)
	}
	e, err := newZipEntry(w, z.password)
	return head, e, err
}

func (z *ZipWriter) finishEntry(head *zip.FileHeader, e *zipEntry) (File, error) {
	file, err := e.finish(head.Name)
	if err != nil {
		return File{}, fmt.Errorf("end %s in the zip: %w", head.Name, err)
	}
	setSizes(head, e)
	z.manifest.Files = append(z.manifest.Files, file)
	return file, nil
}

func (z *ZipWriter) unspool(name string, s *spool) error {
	file, err := s.finish(name)
	if err != nil {
		return fmt.Errorf("end %s: %w", name, err)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read back %s: %w", name, err)
	}
	head := z.header(name)
	head.Flags |= 0x8
	w, err := z.zip.CreateRaw(head)
	if err != nil {
		return fmt.Errorf("begin %s in the zip: %w", name, err)
	}
	if _, err := io.Copy(w, s.file); err != nil {
		return fmt.Errorf("copy %s into the zip: %w", name, err)
	}
	setSizes(head, s.zipEntry)
	z.manifest.Files = append(z.manifest.Files, file)
	return nil
}

func setSizes(head *zip.FileHeader, e *zipEntry) {
	head.CompressedSize64, head.UncompressedSize64 = uint64(e.size), uint64(e.plain)
	//lint:ignore SA1019 the data descriptor of a raw entry is written from this field
	head.CompressedSize = uint32(min(head.CompressedSize64, math.MaxUint32))
	//lint:ignore SA1019 the data descriptor of a raw entry is written from this field
	head.UncompressedSize = uint32(min(head.UncompressedSize64, math.MaxUint32))
}

func (z *ZipWriter) header(name string) *zip.FileHeader {
	day, clock := dosTime(z.meta.Created.In(z.meta.Zone))
	return &zip.FileHeader{
		Name: name, Method: zipMethodAES, Flags: 0x1 | 0x800, // encrypted, UTF-8 name
		ReaderVersion: 51, CreatorVersion: 51, Extra: append([]byte(nil), zipAESExtra...),
		//lint:ignore SA1019 the header of a raw entry is written from these fields
		ModifiedDate: day, ModifiedTime: clock,
	}
}

func dosTime(t time.Time) (day, clock uint16) {
	return uint16(max(t.Year()-1980, 0)<<9 | int(t.Month())<<5 | t.Day()),
		uint16(t.Hour()<<11 | t.Minute()<<5 | t.Second()/2)
}
