// Which words a lesson needs, and the names that its system takes from them.
#include <algorithm>

#include "engine/lesson/load_parts.h"

namespace caplab::lesson {
namespace {

class WordList {
 public:
  void need(std::string id, std::string reason) {
    const auto same = [&id](const NeededWords& word) { return word.id == id; };
    if (std::any_of(words_.begin(), words_.end(), same)) return;
    words_.push_back({std::move(id), std::move(reason)});
  }
  std::vector<NeededWords> finish() { return std::move(words_); }

 private:
  std::vector<NeededWords> words_;
};

void need_names(const Lesson& lesson, WordList& words) {
  for (const std::string& id : lesson.site_ids) words.need("site." + id, "the site's name");
  for (const std::string& id : lesson.node_ids) {
    words.need("node." + id, "the name of the replica or client");
    words.need("node." + id + ".short", "its initials in the scene");
  }
  for (const std::string& id : lesson.object_ids) words.need("object." + id, "the object's name");
  for (const std::string& id : lesson.operation_ids) {
    words.need("operation." + id, "the operation's name");
    words.need("operation." + id + ".help", "what the operation does");
  }
}

void need_choices(const Lesson& lesson, WordList& words) {
  for (const Choice& choice : lesson.choices) {
    if (!choice.operation) {
      words.need("choice." + choice.id, "the choice's name");
      words.need("choice." + choice.id + ".help", "what is chosen");
    }
    for (const Option& option : choice.options) {
      const std::string id = words_of(choice, option);
      words.need(id, option.level ? "the level's name" : "the option's name");
      words.need(id + ".help", option.level ? "what the level waits for" : "what the option does");
    }
  }
}

void need_misconception(const std::string& id, WordList& words) {
  if (id.empty()) return;
  words.need("misconception." + id, "the misconception's name");
  words.need("misconception." + id + ".why", "what the run shows instead");
}

void need_predictions(const Lesson& lesson, WordList& words) {
  for (const Prediction& prediction : lesson.predictions) {
    words.need("predict." + prediction.id + ".question", "the prediction's question");
    for (const Prediction::Option& option : prediction.options) {
      words.need("predict." + prediction.id + "." + option.id, "the option");
      need_misconception(option.misconception, words);
    }
  }
}

void need_rubric(const Lesson& lesson, WordList& words) {
  for (const std::string& id : lesson.source->criteria) {
    words.need("criterion." + id, "the criterion's name");
    words.need("criterion." + id + ".why", "why the case demands it");
  }
}

void need_task(const Lesson& lesson, WordList& words) {
  const auto need_goal = [&words](const std::string& id) {
    words.need("goal." + id, "the goal's name");
    words.need("goal." + id + ".help", "what is to be brought about");
  };
  for (const AttackGoal& goal : lesson.attack.goals) need_goal(goal.id);
  for (const ConstructGoal& goal : lesson.construction.goals) need_goal(goal.id);
  for (const Experiment& experiment : lesson.diagnosis.experiments) {
    words.need("experiment." + experiment.id, "the experiment's name");
    words.need("experiment." + experiment.id + ".help", "what is done in it");
  }
  for (const TaskSolution& solution : lesson.task_wrong) {
    need_misconception(solution.misconception, words);
  }
}

// Whether the numbers of a store are money. A log's are where what is entered follows from what
// was done with money.
bool holds_money(const System& system, StoreId store) {
  using object::ObjectType;
  const auto is_money = [&system](StoreId id) {
    const ObjectType type = system.stores[index(id)].type;
    return type == ObjectType::account || type == ObjectType::auction ||
           type == ObjectType::payment;
  };
  const bool follows = std::any_of(
      system.operations.begin(), system.operations.end(), [&](const OperationSpec& spec) {
        return spec.then && system.operations[*spec.then].store == store && is_money(spec.store);
      });
  return is_money(store) || (follows && system.stores[index(store)].type == ObjectType::log);
}

object::Nouns nouns_of(const Lesson& lesson, std::size_t store) {
  const std::string item = "object." + lesson.object_ids[store] + ".item";
  object::Nouns nouns;
  if (has_entry(lesson.prose, item)) nouns.item = say(lesson.prose, item);
  const std::string currency = "object." + lesson.object_ids[store] + ".currency";
  if (has_entry(lesson.prose, currency)) {
    Prose own;
    own.entries.emplace("currency", say(lesson.prose, currency));
    nouns.money = money_pattern(own);
  } else if (holds_money(lesson.system, id_of<StoreId>(store))) {
    nouns.money = money_pattern(lesson.prose);
  }
  return nouns;
}

}  // namespace

std::vector<NeededWords> needed_words(const Lesson& lesson) {
  WordList words;
  for (const char* id : {"title", "summary", "currency", "brief", "configure", "run",
                         "verdict.pass", "verdict.fail", "debrief", "card"}) {
    words.need(id, "every lesson");
  }
  need_names(lesson, words);
  need_choices(lesson, words);
  need_predictions(lesson, words);
  need_rubric(lesson, words);
  need_task(lesson, words);
  for (const std::string& id : lesson.hints) words.need(id, "the hint");
  for (const Solution& solution : lesson.wrong) need_misconception(solution.misconception, words);
  return words.finish();
}

void name_system(Lesson& lesson) {
  System& system = lesson.system;
  const Prose& prose = lesson.prose;
  for (const std::string& id : lesson.site_ids) system.sites.push_back(say(prose, "site." + id));
  for (std::size_t i = 0; i < system.nodes.size(); ++i) {
    system.nodes[i].name = say(prose, "node." + lesson.node_ids[i]);
  }
  for (std::size_t i = 0; i < system.stores.size(); ++i) {
    system.stores[i].name = say(prose, "object." + lesson.object_ids[i]);
    system.stores[i].nouns = nouns_of(lesson, i);
  }
  for (std::size_t i = 0; i < system.operations.size(); ++i) {
    system.operations[i].name = say(prose, "operation." + lesson.operation_ids[i]);
  }
}

}  // namespace caplab::lesson
