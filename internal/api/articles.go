package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"switchboard/internal/core/kb"
	"switchboard/internal/desk"
)

type articleForm struct {
	ID        int64               `json:"id"`
	URL       string              `json:"url"`
	Kind      string              `json:"kind" enum:"article,referral"`
	Version   int                 `json:"version"`
	Published time.Time           `json:"published"`
	Services  []string            `json:"services"`
	Texts     map[string]articleText `json:"texts" doc:"by language: en, es"`
}

type articleText struct {
	Title    string   `json:"title"`
	Body     string   `json:"body,omitzero" doc:"in the list, its first words alone"`
	Keywords []string `json:"keywords,omitzero"`
	Who      string   `json:"who,omitzero" doc:"of a referral: who helps"`
	How      string   `json:"how,omitzero" doc:"how they are reached"`
	Hours    string   `json:"hours,omitzero"`
	Collect  string   `json:"collect,omitzero" doc:"what they will ask for"`
}

type articlesInput struct {
	Query   string `query:"q" maxLength:"250" doc:"what somebody needs, in words; misspelt ones are found too"`
	Service string `query:"service" maxLength:"64" doc:"without q: the articles of a service"`
	Limit   int    `query:"limit" default:"20" minimum:"1" maximum:"100"`
}

type articlesOutput struct {
	Body struct {
		Articles []articleForm `json:"articles"`
	}
}

type articleInput struct {
	ID int64 `path:"article" minimum:"1"`
}

type articleOutput struct{ Body articleForm }

func (a *door) registerArticles(api huma.API) {
	huma.Register(api, op(http.MethodGet, "/articles", "find-articles", "Published articles that the owner of the token may read, the best first", http.StatusOK, "knowledge"), a.articles)
	huma.Register(api, op(http.MethodGet, "/articles/{article}", "get-article", "A published article in its languages", http.StatusOK, "knowledge"), a.article)
}

func (a *door) articles(ctx context.Context, in *articlesInput) (*articlesOutput, error) {
	find := func() ([]desk.Reading, error) { return a.desk.FindArticles(ctx, actor(ctx), in.Query, in.Limit) }
	if in.Query == "" {
		find = func() ([]desk.Reading, error) { return a.desk.ArticlesOf(ctx, actor(ctx), in.Service, in.Limit) }
	}
	found, err := find()
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	out := &articlesOutput{}
	out.Body.Articles = make([]articleForm, len(found))
	for i, r := range found {
		out.Body.Articles[i] = a.articleForm(r, true)
	}
	return out, nil
}

func (a *door) article(ctx context.Context, in *articleInput) (*articleOutput, error) {
	found, err := a.desk.ReadArticle(ctx, actor(ctx), in.ID)
	if err != nil {
		return nil, a.problem(ctx, err)
	}
	return &articleOutput{a.articleForm(found, false)}, nil
}

func (a *door) articleForm(r desk.Reading, short bool) articleForm {
	out := articleForm{ID: r.Article.ID, URL: fmt.Sprintf("%s/articles/%d", a.base, r.Article.ID), Kind: string(r.Content.Kind), Version: r.Version,
		Published: r.Article.PublishedAt.In(a.desk.Definition().Zone()), Services: append([]string{}, r.Content.Services...), Texts: map[string]articleText{}}
	for lang, t := range r.Content.Texts {
		form := articleText{t.Title, t.Body, t.Keywords, t.Who, t.How, t.Hours, t.Collect}
		if short {
			form.Body = kb.Lead(t, r.Content.Format)
		}
		out.Texts[lang] = form
	}
	return out
}
