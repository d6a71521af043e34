package store

import (
	"fmt"
	"io"

	"github.com/google/uuid"
)

// blobPart is the largest part of a blob; a transaction holds one at a time.
const blobPart = 1 << 20

type blobRow struct {
	BlobID     string `gorm:"primaryKey"`
	Seq        int    `gorm:"primaryKey;autoIncrement:false"`
	RequestID  int64
	PartSealed Sealed
	Picture    int // of an identity document
}

func (blobRow) TableName() string { return "blob_part" }

// SaveBlob seals everything r gives under the request's key and returns the blob's ID.
func (tx *Tx) SaveBlob(request int64, r io.Reader) (string, error) { return tx.saveBlob(request, r, 0) }

// SavePicture seals the picture of an identity document, until DropPictures.
func (tx *Tx) SavePicture(request int64, r io.Reader) (string, error) {
	return tx.saveBlob(request, r, 1)
}

func (tx *Tx) saveBlob(request int64, r io.Reader, picture int) (string, error) {
	key, err := tx.requestKey(request)
	if err != nil {
		return "", err
	}
	id := uuid.NewString()
	buf := make([]byte, blobPart)
	for seq := 0; ; seq++ {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			sealed, err := seal(key, 0, place("blob_part", "part", fmt.Sprint(id, seq)), buf[:n])
			if err != nil {
				return "", err
			}
			if err := tx.db.Create(&blobRow{id, seq, request, sealed, picture}).Error; err != nil {
				return "", mapError(err)
			}
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return id, nil
		default:
			return "", fmt.Errorf("store: read for sealing: %w", err)
		}
	}
}

// ReadBlob opens a blob of a request and writes it to w.
func (v *View) ReadBlob(request int64, id string, w io.Writer) error {
	key, err := v.requestKey(request)
	if err != nil {
		return err
	}
	for seq := 0; ; seq++ {
		var rows []blobRow
		if err := v.db.Where("blob_id = ? AND seq = ? AND request_id = ?", id, seq, request).Find(&rows).Error; err != nil {
			return mapError(err)
		}
		if len(rows) == 0 {
			if seq == 0 {
				return ErrNotFound
			}
			return nil
		}
		plain, err := unseal(key, place("blob_part", "part", fmt.Sprint(id, seq)), rows[0].PartSealed)
		if err != nil {
			return err
		}
		if _, err := w.Write(plain); err != nil {
			return fmt.Errorf("store: write opened data: %w", err)
		}
	}
}

// IsPicture reports whether a blob is the picture of an identity document of a request.
func (v *View) IsPicture(request int64, id string) (bool, error) {
	var n int64
	err := v.db.Model(&blobRow{}).Where("blob_id = ? AND request_id = ? AND picture = 1", id, request).Count(&n).Error
	return n > 0, mapError(err)
}

// DropPictures removes the pictures of identity documents of a request, and nothing else of it; it returns how many there
// were.
func (tx *Tx) DropPictures(request int64) (n int, err error) {
	var pictures []string
	err = tx.db.Model(&blobRow{}).Where("request_id = ? AND picture = 1", request).Distinct().Pluck("blob_id", &pictures).Error
	if err != nil || len(pictures) == 0 {
		return 0, mapError(err)
	}
	return len(pictures), mapError(tx.db.Where("request_id = ? AND picture = 1", request).Delete(&blobRow{}).Error)
}
