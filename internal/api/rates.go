package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/core/definition"
)

type (
	// rateForm is a line of the rate sheet on the wire.
	rateForm struct {
		Code        string    `json:"code" doc:"the financial code"`
		Description saidForm  `json:"description"`
		Unit        string    `json:"unit" enum:"fte,pool,item,hour" doc:"fte: each full-time employee and month; pool: a whole for each month that all agencies share by full-time employees"`
		Price       *string   `json:"price" doc:"such as 12.50; null where none is published"`
		Currency    string    `json:"currency,omitempty"`
		From        string    `json:"from,omitempty" doc:"in force from this date; always without it"`
		Until       string    `json:"until,omitempty" doc:"no longer in force from this date"`
		Note        *saidForm `json:"note,omitempty" doc:"why there is no price"`
	}
	saidForm struct {
		En string `json:"en"`
		Es string `json:"es,omitempty"`
	}
	ratesInput struct {
		Query   string `query:"q" maxLength:"250" doc:"words or beginnings of words in the code or description, in either language; all lines without it"`
		Edition int    `query:"edition" minimum:"0" maximum:"1000000" doc:"of the definition; the one in force without it"`
	}
	ratesOutput struct {
		Body struct {
			Edition int        `json:"edition"`
			Since   time.Time  `json:"since" doc:"when the edition came into force"`
			Code    string     `json:"code" doc:"the financial code of the desk itself; empty where it has none"`
			Rates   []rateForm `json:"rates" nullable:"false"`
		}
	}
)

// registerRates puts the rate sheet onto the API (CO-40).
func (a *door) registerRates(api huma.API) {
	huma.Register(api, op(http.MethodGet, "/rates", "list-rates", "The rate sheet, as it is or as it stood in an earlier edition", http.StatusOK, "rates"), a.rates)
}

func (a *door) rates(ctx context.Context, in *ratesInput) (*ratesOutput, error) {
	edition, found, err := a.desk.Rates(ctx, actor(ctx), in.Edition, in.Query)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &ratesOutput{}
	out.Body.Edition, out.Body.Since, out.Body.Code = edition.Version, edition.From.In(edition.Definition.Zone()), edition.Definition.FinancialCode()
	out.Body.Rates = make([]rateForm, len(found))
	for i, r := range found {
		out.Body.Rates[i] = rateOf(r)
	}
	return out, nil
}

func rateOf(r definition.Rate) rateForm {
	out := rateForm{Code: r.Code, Description: saidForm(r.Says), Unit: string(r.Unit), Currency: r.Price.Currency, From: r.From, Until: r.Until}
	if r.Published() {
		price := r.Price.Plain()
		out.Price = &price
	}
	if !r.Blank.IsZero() {
		note := saidForm(r.Blank)
		out.Note = &note
	}
	return out
}
