package dev.rollcall.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Help whose lines end at blanks only. Picocli ends them after marks too, so that what a person
 * copies, such as a URL, would be broken. While it lays the text out, letters stand for the marks.
 */
final class HelpLines {
  /**
   * The first mark of ASCII, and the letter that stands for it (International Phonetic Alphabet).
   */
  private static final char FIRST = '!';

  private static final char LAST = '~';
  private static final char FIRST_LETTER = '\u0250';
  private static final int DISTANCE = FIRST_LETTER - FIRST;

  private HelpLines() {}

  /** Makes it so for a command and for those in it. */
  static void set(CommandLine line) {
    line.setHelpFactory(Unbroken::new);
    Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>(line.getHelpSectionMap());
    sections.replaceAll((key, section) -> help -> restored(section.render(help)));
    line.setHelpSectionMap(sections);
  }

  private static String replaced(String text) {
    return text.chars()
        .map(one -> isMark(one) ? one + DISTANCE : one)
        .collect(StringBuilder::new, (all, one) -> all.append((char) one), StringBuilder::append)
        .toString();
  }

  /** As {@link #replaced}, for a text in which picocli replaces what follows a per cent sign. */
  private static String replacedFormat(String text) {
    return replaced(text).replace((char) ('%' + DISTANCE), '%');
  }

  private static boolean isMark(int one) {
    return one >= FIRST && one <= LAST && !Character.isLetterOrDigit(one);
  }

  private static String restored(String text) {
    return text.chars()
        .map(one -> isMark(one - DISTANCE) ? one - DISTANCE : one)
        .collect(StringBuilder::new, (all, one) -> all.append((char) one), StringBuilder::append)
        .toString();
  }

  private static final class Unbroken extends Help {
    Unbroken(CommandSpec spec, ColorScheme colours) {
      super(spec, colours);
    }

    /** The description is the last column, and has no colours. */
    private Text[][] unbroken(Text[][] rows) {
      for (Text[] row : rows) {
        int last = row.length - 1;
        row[last] = colorScheme().text(replaced(row[last].plainString()));
      }
      return rows;
    }

    @Override
    public String synopsis(int headingLength) {
      return restored(super.synopsis(headingLength));
    }

    @Override
    public IParamLabelRenderer parameterLabelRenderer() {
      IParamLabelRenderer render = super.parameterLabelRenderer();
      return new IParamLabelRenderer() {
        @Override
        public Text renderParameterLabel(ArgSpec arg, Ansi ansi, List<IStyle> styles) {
          Text label = render.renderParameterLabel(arg, ansi, styles);
          return colorScheme().apply(replaced(label.plainString()), styles);
        }

        @Override
        public String separator() {
          return render.separator();
        }
      };
    }

    @Override
    public String description(Object... params) {
      String[] texts = commandSpec().usageMessage().description();
      return join(
              ansi(),
              commandSpec().usageMessage().width(),
              commandSpec().usageMessage().adjustLineBreaksForWideCJKCharacters(),
              Stream.of(texts).map(HelpLines::replacedFormat).toArray(String[]::new),
              new StringBuilder(),
              params)
          .toString();
    }

    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
      IOptionRenderer render = super.createDefaultOptionRenderer();
      return (option, label, colours) -> unbroken(render.render(option, label, colours));
    }

    @Override
    public IParameterRenderer createDefaultParameterRenderer() {
      IParameterRenderer render = super.createDefaultParameterRenderer();
      return (parameter, label, colours) -> unbroken(render.render(parameter, label, colours));
    }

    @Override
    public TextTable createTextTable(Map<?, ?> map) {
      return super.createTextTable(
          map.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey,
                      entry -> replacedFormat(String.valueOf(entry.getValue())),
                      (one, other) -> one,
                      LinkedHashMap::new)));
    }
  }
}
