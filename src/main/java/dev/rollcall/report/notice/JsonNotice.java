package dev.rollcall.report.notice;

import dev.rollcall.document.NestedJson;
import dev.rollcall.model.RuleResult;
import dev.rollcall.model.Run;
import dev.rollcall.model.Status;
import dev.rollcall.report.cause.FailureGroup;
import dev.rollcall.text.Times;
import java.util.ArrayList;
import java.util.List;

/**
 * Rollcall's own form, for programs: {@code checks/schema/notice.schema.json} describes it. Keys
 * may be added, and are never renamed. Long lists are cut, and say how much is left out.
 */
final class JsonNotice {
  private static final int VERSION = 1;

  /** The most rules, and the most changes. */
  private static final int MOST = 100;

  private JsonNotice() {}

  static byte[] render(Notice notice) {
    Run run = notice.run();
    List<FailureGroup> failing = cut(notice.failing());
    List<FailureGroup> undecided = cut(notice.undecided());
    List<Notice.News> news = notice.news();
    return NestedJson.of(
        json -> {
          json.add("format", "rollcall.notice")
              .add("version", VERSION)
              .add("rollcall", run.origin().version())
              .add("status", run.status().name())
              .add("sentence", notice.sentence())
              .add("catalogue", Notice.brief(run.origin().catalogue()))
              .add("title", Notice.brief(run.origin().title()))
              .add("vantage", run.origin().vantage().word())
              .add("host", Notice.brief(run.origin().host()))
              .add("startedAt", run.startedAt().toString())
              .add("took", Times.seconds(run.took()).doubleValue())
              .add("interrupted", run.interrupted())
              .add("counts", counts -> counts(run, counts))
              .add("failing", failing, JsonNotice::group)
              .add("failingLeftOut", rules(notice.failing()) - rules(failing))
              .add("undecided", undecided, JsonNotice::group)
              .add("undecidedLeftOut", rules(notice.undecided()) - rules(undecided));
          notice
              .drift()
              .ifPresent(drift -> json.add("comparedWith", Notice.brief(drift.basis().run())));
          json.add("changes", news.stream().limit(MOST).toList(), JsonNotice::change)
              .add("changesLeftOut", Math.max(0, news.size() - MOST));
        });
  }

  private static void counts(Run run, NestedJson json) {
    json.add("rules", run.results().size());
    for (Status status : Status.values()) {
      json.add(status.word(), run.count(status));
    }
  }

  private static List<FailureGroup> cut(List<FailureGroup> groups) {
    List<FailureGroup> kept = new ArrayList<>();
    int left = MOST;
    for (FailureGroup group : groups) {
      List<RuleResult> rules = group.rules().stream().limit(left).toList();
      if (!rules.isEmpty()) {
        kept.add(new FailureGroup(group.owner(), group.cause(), rules));
        left -= rules.size();
      }
    }
    return kept;
  }

  private static long rules(List<FailureGroup> groups) {
    return FailureGroup.size(groups);
  }

  private static void group(FailureGroup group, NestedJson json) {
    group.owner().ifPresent(owner -> json.add("owner", owner.name()));
    json.add("title", group.title())
        .add("cause", group.cause())
        .add("rules", group.rules(), JsonNotice::rule);
  }

  private static void rule(RuleResult result, NestedJson json) {
    json.add("rule", Notice.brief(result.rule().id()))
        .add("destination", Notice.brief(result.rule().destination()))
        .add("port", result.rule().port().toString())
        .add("way", Notice.where(result))
        .add("seen", Notice.what(result))
        .add("advice", Notice.brief(result.verdict().advice()));
  }

  private static void change(Notice.News news, NestedJson json) {
    json.add("rule", Notice.brief(news.change().rule()))
        .add("state", news.kind().word())
        .add("rank", news.change().rank().name())
        .add("aspect", news.change().aspect().name())
        .add("subject", Notice.brief(news.change().subject()))
        .add("before", Notice.brief(news.change().before()))
        .add("now", Notice.brief(news.change().now()));
  }
}
