package dev.rollcall.catalogue;

import dev.rollcall.cli.Registry;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.Setting;
import dev.rollcall.probe.answer.StandIn;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Protocols for tests of this package and of the planner. */
public final class SomeProtocols {
  private SomeProtocols() {}

  /** Settings of every type that there is. */
  public record Every(
      @Setting(about = "A text that must be given.") String must,
      @Setting(about = "A text.", fallback = "usual") String text,
      @Setting(about = "A number.", fallback = "3") int minBytes,
      @Setting(about = "A flag.", fallback = "false") boolean flag,
      @Setting(about = "A duration.", fallback = "5s") Duration pause,
      @Setting(about = "A choice.", fallback = "two-words") Choice choice,
      @Setting(about = "Texts.") List<String> texts,
      @Setting(about = "Numbers.", fallback = "[1, 2]") List<Integer> numbers,
      @Setting(about = "Perhaps a text.") Optional<String> perhaps,
      @Setting(about = "Perhaps a number.") Optional<Integer> count,
      @Setting(about = "Perhaps a choice.") Optional<Choice> other) {
    public Every {
      if (text.equals("refused")) {
        throw new IllegalArgumentException("text is refused");
      }
    }
  }

  /** Some words. */
  public enum Choice {
    ONE,
    TWO_WORDS
  }

  /** A protocol that only has a name and settings. */
  public record Fake<S extends Record>(String name, Class<S> settings) implements Protocol<S> {
    @Override
    public String sends() {
      return "nothing";
    }

    @Override
    public StandIn standIn(Transport transport, List<S> rules) {
      return Probes.NO_STAND_IN;
    }

    @Override
    public void probe(Session session, S settings) {
      throw new UnsupportedOperationException();
    }
  }

  /** {@code every} alone. */
  public static Map<String, Protocol<?>> every() {
    return Map.of("every", new Fake<>("every", Every.class));
  }

  /** Those of the program itself. */
  public static Map<String, Protocol<?>> table() {
    return Registry.byName();
  }
}
