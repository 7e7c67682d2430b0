// The state as JSON: what the HTML shows and what tests look at.
#include <cmath>

#include "engine/base/json_writer.h"
#include "engine/base/text.h"
#include "engine/sim/story.h"
#include "web/app_belief.h"
#include "web/app_json.h"
#include "web/app_own.h"
#include "web/app_system.h"
#include "web/app_task.h"
#include "web/scene_view.h"
#include "web/words.h"

namespace caplab::web {
namespace {

constexpr std::size_t kStoryLines = 50;

void write_steps(json::Writer& out, const App& app) {
  out.key("step").text(name_of(app.step)).key("steps").begin_array();
  const std::size_t steps = app.system ? 0 : kSteps;
  for (std::size_t i = 0; i < steps; ++i) {
    const auto step = static_cast<Step>(i);
    if (!has_step(app, step)) continue;
    out.begin_object().key("id").text(name_of(step)).key("done").boolean(app.done[i]);
    out.key("open").boolean(step <= app.furthest).end_object();
  }
  out.end_array();
}

void write_choices(json::Writer& out, const App& app, const lesson::Choices& choices) {
  out.begin_object();
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const lesson::Choice& choice = app.lesson.choices[i];
    out.key(choice.id).text(choice.options[choices[i]].id);
  }
  out.end_object();
}

std::string_view name_of_ending(Ended ended) {
  switch (ended) {
    case Ended::not_yet: return "under way";
    case Ended::accepted: return "accepted";
    case Ended::declined: return "declined";
    case Ended::refused: return "refused";
    case Ended::unknown: return "unknown";
  }
  return "";
}

void write_operation(json::Writer& out, const App& app, const Operation& operation) {
  const Log& log = app.stage->session.log();
  out.begin_object().key("op").integer(static_cast<std::int64_t>(index(operation.op)));
  out.key("id").text(app.lesson.operation_ids[operation.operation]);
  out.key("client").text(app.lesson.node_ids[index(operation.client)]);
  out.key("level").text(caplab::name_of(operation.level));
  out.key("level_name").text(level_text(app.lesson, operation));
  out.key("called").integer(operation.called.us).key("returned");
  operation.returned == kNever ? out.null() : out.integer(operation.returned.us);
  out.key("ended").text(name_of_ending(ended_of(operation)));
  out.key("text").text(operation_text(app.lesson, operation));
  out.key("stale").boolean(is_stale_answer(log, app.lesson.system, operation)).end_object();
}

void write_stage(json::Writer& out, const App& app) {
  out.key("seed").integer(static_cast<std::int64_t>(app.seed));
  const Stage* stage = app.stage ? &*app.stage : nullptr;
  out.key("time").integer(stage ? now_of(*stage).us : 0);
  out.key("end").integer(stage ? end_of(*stage).us : 0);
  out.key("playing").boolean(is_playing(app)).key("speed").integer(app.playback.speed);
  out.key("violation").boolean(stage && stage->breaks_at).key("watched").text(app.watched);
  out.key("touched").boolean(stage && stage->touched);
  out.key("operations").begin_array();
  if (stage) {
    for (const Operation& one : stage->session.log().operations) write_operation(out, app, one);
  }
  out.end_array();
}

std::string predict_words(const lesson::Prediction& prediction, std::size_t option) {
  return "predict." + prediction.id + "." + prediction.options[option].id;
}

void write_checked(json::Writer& out, const lesson::Prediction& prediction,
                   const Answered& answer) {
  const lesson::PredictionResult& result = *answer.checked;
  out.key("right").boolean(result.happened == *answer.picked);
  if (result.happened < prediction.options.size()) {
    out.key("happened").text(prediction.options[result.happened].id);
    out.key("happened_words").text(predict_words(prediction, result.happened));
  }
  const std::string& belief = prediction.options[*answer.picked].misconception;
  out.key("misconception").text(belief.empty() ? "" : "misconception." + belief);
  out.key("refuted_at");
  result.refuted_at == kNever ? out.null() : out.integer(result.refuted_at.us);
}

void write_prediction(json::Writer& out, const lesson::Prediction& prediction,
                      const Answered& answer) {
  out.begin_object().key("id").text(prediction.id);
  out.key("question").text("predict." + prediction.id + ".question").key("picked");
  if (answer.picked) {
    out.text(prediction.options[*answer.picked].id);
    out.key("picked_words").text(predict_words(prediction, *answer.picked));
  } else {
    out.null();
  }
  out.key("checked").boolean(answer.checked.has_value());
  if (answer.checked) write_checked(out, prediction, answer);
  out.end_object();
}

void write_predictions(json::Writer& out, const App& app) {
  out.key("prediction").begin_object().key("items").begin_array();
  for (std::size_t i = 0; i < app.answers.size(); ++i) {
    write_prediction(out, app.lesson.predictions[i], app.answers[i]);
  }
  out.end_array().end_object();
}

void write_mark(json::Writer& out, const App& app, const lesson::Criterion& criterion,
                const lesson::Mark& mark) {
  out.begin_object().key("criterion").text(criterion.id).key("pass").boolean(mark.pass);
  out.key("value").integer(mark.value).key("low").integer(mark.low).key("high").integer(mark.high);
  out.key("limit")
      .integer(criterion.limit)
      .key("text")
      .text(value_text(app.lesson, criterion, mark.value));
  out.end_object();
}

void write_sides(json::Writer& out, const lesson::Grade& grade) {
  out.key("sides").begin_object();
  for (std::size_t i = 0; i < lesson::kSides; ++i) {
    const auto side = static_cast<lesson::Side>(i);
    out.key(lesson::name_of(side)).begin_object().key("pass");
    out.boolean(lesson::side_passes(grade, side)).end_object();
  }
  out.end_object();
}

void write_marks(json::Writer& out, const App& app, const lesson::Grade& grade) {
  out.key("marks").begin_array();
  for (const lesson::Mark& mark : grade.marks) {
    write_mark(out, app, grade.rubric[mark.criterion], mark);
  }
  out.end_array();
}

void write_choice_names(json::Writer& out, const App& app, const lesson::Choices& other) {
  out.key("names").begin_array();
  for (std::size_t i = 0; i < other.size(); ++i) {
    const lesson::Choice& choice = app.lesson.choices[i];
    if (choice.options.size() < 2) continue;
    out.begin_object().key("choice").text(choice_name(app.lesson, choice));
    out.key("yours").text(option_name(app.lesson, choice, app.choices[i]));
    out.key("other").text(option_name(app.lesson, choice, other[i])).end_object();
  }
  out.end_array();
}

// Another solution that passes, to set the learner's against; null until it is measured.
void write_reference(json::Writer& out, const App& app) {
  const lesson::Choices* choices = app.grade ? other_solution(app) : nullptr;
  out.key("reference");
  if (!choices) {
    out.null();
    return;
  }
  out.begin_object().key("choices");
  write_choices(out, app, *choices);
  write_choice_names(out, app, *choices);
  if (app.reference && app.reference->choices == *choices) {
    write_sides(out, *app.reference);
    write_marks(out, app, *app.reference);
  }
  if (app.beside) lesson::write_comparison(out.key("beside"), *app.beside);
  out.end_object();
}

void write_verdict(json::Writer& out, const App& app) {
  out.key("verdict");
  if (!app.grade) {
    out.null().key("marks").begin_array().end_array();
    return;
  }
  const lesson::Grade& grade = *app.grade;
  out.begin_object().key("pass").boolean(grade.pass);
  out.key("sentence").text(verdict_text(app.lesson, grade));
  write_sides(out, grade);
  out.key("violated").integer(grade.violated);
  out.key("schedules").integer(grade.schedules).key("runs").integer(grade.runs);
  out.key("orders");
  if (grade.orders) {
    out.text(lesson::orders_text(*grade.orders));
  } else {
    out.null();
  }
  out.key("playable").boolean(app.violation.has_value()).end_object();
  write_marks(out, app, grade);
}

void write_grading(json::Writer& out, const App& app) {
  const Grading& grading = app.grading;
  out.key("grading");
  if (grading.id == 0) {
    out.null();
    return;
  }
  out.begin_object().key("id").integer(grading.id).key("choices");
  write_choices(out, app, grading.choices);
  out.key("seed").integer(static_cast<std::int64_t>(app.seed));
  out.key("done").integer(grading.done).key("due").integer(grading.due);
  out.key("wanted").boolean(grading.wanted).end_object();
}

void write_primary(json::Writer& out, const App& app) {
  const Primary primary = primary_of(app);
  out.key("primary").begin_object().key("label").text(primary.label);
  out.key("enabled").boolean(primary.enabled).key("why").text(primary.why).key("command");
  const Result<json::Value> command = json::parse(primary.command, "primary");
  command ? out.value(*command) : out.null();
  out.end_object();
}

void write_hints(json::Writer& out, const App& app) {
  out.key("hints").begin_object().key("ids").begin_array();
  for (const std::string& id : app.lesson.hints) out.text(id);
  out.end_array().key("shown").integer(app.hints_shown).end_object();
}

void write_announcements(json::Writer& out, const App& app) {
  out.key("announce").begin_array();
  for (const Announcement& one : app.announcements) {
    out.begin_object().key("n").integer(one.number).key("text").text(one.text);
    out.key("urgent").boolean(one.urgent).end_object();
  }
  out.end_array();
}

// The newest lines of the story, oldest first, without heartbeats.
void write_story(json::Writer& out, const App& app) {
  std::vector<std::string> lines;
  if (app.stage) {
    const Log& log = app.stage->session.log();
    for (auto event = log.events.rbegin(); event != log.events.rend(); ++event) {
      if (lines.size() == kStoryLines) break;
      if (is_visible(*event)) lines.push_back(story_line(app.lesson.system, log, *event));
    }
  }
  out.key("events").begin_array();
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    out.text(line->substr(std::min(line->size(), line->find_first_not_of(' '))));
  }
  out.end_array();
}

void write_texts(json::Writer& out, std::string_view key, const std::vector<std::string>& texts) {
  out.key(key).begin_array();
  for (const std::string& text : texts) out.text(text);
  out.end_array();
}

// Where the inspector lies on the page: what takes its place in HTML lies there, too.
void write_zones(json::Writer& out, const App& app) {
  const Rect room = zones_of(app.shape, app.splits).inspector;
  out.key("inspector").begin_array();
  out.integer(std::lround(room.x + app.shape.canvas.x));
  out.integer(std::lround(room.y + app.shape.canvas.y));
  out.integer(std::lround(room.w)).integer(std::lround(room.h)).end_array();
}

}  // namespace

std::string state_json(const App& app, std::int64_t frames) {
  json::Writer out;
  out.begin_object().key("lesson").text(app.system ? "" : app.lesson.id);
  out.key("version").integer(app.lesson.version);
  write_system(out, app);
  write_steps(out, app);
  out.key("situation").text(lesson::situation_text(app.lesson, app.lesson.situation));
  out.key("choices");
  write_choices(out, app, app.choices);
  write_stage(out, app);
  write_belief(out, app);
  write_predictions(out, app);
  write_verdict(out, app);
  write_reference(out, app);
  write_grading(out, app);
  write_task(out, app);
  write_primary(out, app);
  write_hints(out, app);
  if (!app.system) write_given(out, app);
  out.key("uncounted").text(app.system ? "" : uncounted_pass(app));
  write_announcements(out, app);
  write_story(out, app);
  out.key("sandbox").boolean(app.sandbox).key("passed").boolean(app.passed);
  out.key("theme").text(name_of(app.theme)).key("splits").begin_object();
  out.key("timeline").integer(static_cast<std::int64_t>(app.splits.timeline));
  out.key("inspector").integer(static_cast<std::int64_t>(app.splits.inspector)).end_object();
  write_zones(out, app);
  out.key("frames").integer(frames);
  write_texts(out, "problems", app.problems);
  write_texts(out, "errors", app.errors);
  out.end_object();
  return out.str();
}

}  // namespace caplab::web
