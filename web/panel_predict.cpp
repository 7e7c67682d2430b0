// The predictions: a question and its possible answers as cards.
#include "web/panels.h"

namespace caplab::web {
namespace {

void draw_prediction(Ui& ui, std::size_t which) {
  const App& app = ui.app;
  const lesson::Prediction& prediction = app.lesson.predictions[which];
  const std::string words = "predict." + prediction.id;
  paragraph(ui, words, {Face::bold, 14, ui.theme.text},
            lesson::say(app.lesson.prose, words + ".question"));
  gap(14);
  for (std::size_t i = 0; i < prediction.options.size(); ++i) {
    const std::string id = words + "." + prediction.options[i].id;
    const std::string text = lesson::say(app.lesson.prose, id);
    const Rect row = next_row(0);
    const float height = radio_card_height(ui, text, row.w);
    const bool selected = app.answers[which].picked == i;
    if (radio_card(ui,
                   {.id = id,
                    .label = text,
                    .role = "radio",
                    .rect = {row.x, row.y, row.w, height},
                    .enabled = app.step <= Step::predict,
                    .value = selected ? "true" : "false"},
                   selected)) {
      ui.actions.push_back(Predict{which, i});
    }
    gap(8);
  }
  gap(12);
}

}  // namespace

void draw_predictions(Ui& ui) {
  section(ui, "predict.heading", "What will happen?");
  for (std::size_t i = 0; i < ui.app.answers.size(); ++i) draw_prediction(ui, i);
}

}  // namespace caplab::web
