package dev.rollcall.report.notice;

import dev.rollcall.document.NestedJson;
import dev.rollcall.model.Status;
import dev.rollcall.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A message with an Adaptive Card, as a workflow of Teams takes it ("When a Teams webhook request
 * is received"); the older Office 365 connectors are no more. All text is in runs of a
 * RichTextBlock (Adaptive Cards 1.2): Teams reads Markdown in a TextBlock and in facts, but not
 * there, so that what a server sent is neither link nor markup.
 */
final class TeamsNotice {
  /** Teams refuses a message of more than 28 KB, and counts what it makes of it. */
  private static final int MOST_BYTES = 20_000;

  /** The most lines; a longer card is not read. */
  private static final int MOST_LINES = 60;

  private TeamsNotice() {}

  /** One block of text, of one or more runs. */
  private record Block(List<TextRun> runs, boolean separate) {}

  private record TextRun(String text, boolean strong, String size, String colour) {
    static TextRun plain(String text) {
      return new TextRun(text, false, "Default", "Default");
    }

    static TextRun strong(String text) {
      return new TextRun(text, true, "Default", "Default");
    }
  }

  static byte[] render(Notice notice) {
    List<Notice.Part> parts = notice.parts();
    List<List<Notice.Line>> lines = parts.stream().map(part -> part.first(MOST_LINES)).toList();
    int most = Math.min(MOST_LINES, lines.stream().mapToInt(List::size).sum());
    byte[] message = message(blocks(notice, parts, lines, most));
    while (message.length > MOST_BYTES && most > 0) {
      most--;
      message = message(blocks(notice, parts, lines, most));
    }
    return message;
  }

  private static List<Block> blocks(
      Notice notice, List<Notice.Part> parts, List<List<Notice.Line>> lines, int most) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block(
            List.of(new TextRun(notice.sentence(), true, "Large", colour(notice.run().status()))),
            false));
    blocks.add(new Block(List.of(TextRun.plain(notice.facts())), false));
    int shown = 0;
    int all = 0;
    for (int i = 0; i < parts.size(); i++) {
      List<Notice.Line> some = lines.get(i).stream().limit(most - shown).toList();
      all += parts.get(i).size();
      if (!some.isEmpty()) {
        blocks.add(new Block(List.of(TextRun.strong(parts.get(i).heading())), true));
        some.forEach(line -> blocks.add(block(line)));
        shown += some.size();
      }
    }
    if (all > shown) {
      blocks.add(new Block(List.of(TextRun.plain("and " + (all - shown) + " more")), true));
    }
    return blocks;
  }

  private static Block block(Notice.Line line) {
    String where = line.where().isEmpty() ? "" : " " + line.where();
    return new Block(
        List.of(TextRun.strong(line.rule()), TextRun.plain(where + ": " + line.what())), false);
  }

  private static String colour(Status status) {
    return switch (status) {
      case FAIL -> "Attention";
      case PASS -> "Good";
      case WARN, INCONCLUSIVE, SKIPPED -> "Warning";
    };
  }

  private static byte[] message(List<Block> blocks) {
    return NestedJson.of(
        json ->
            json.add("type", "message")
                .add(
                    "attachments",
                    List.of(blocks),
                    (body, attachment) ->
                        attachment
                            .add("contentType", "application/vnd.microsoft.card.adaptive")
                            .add("content", card -> card(body, card))));
  }

  private static void card(List<Block> body, NestedJson card) {
    card.add("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
        .add("type", "AdaptiveCard")
        .add("version", "1.4")
        .add("msteams", teams -> teams.add("width", "Full"))
        .add("body", body, TeamsNotice::block);
  }

  private static void block(Block block, NestedJson json) {
    BiConsumer<TextRun, NestedJson> run =
        (one, inline) ->
            inline
                .add("type", "TextRun")
                .add("text", Printable.line(one.text()))
                .add("weight", one.strong() ? "Bolder" : "Default")
                .add("size", one.size())
                .add("color", one.colour());
    json.add("type", "RichTextBlock")
        .add("separator", block.separate())
        .add("inlines", block.runs(), run);
  }
}
