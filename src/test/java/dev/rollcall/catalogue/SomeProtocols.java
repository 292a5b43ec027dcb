package dev.rollcall.catalogue;

import dev.rollcall.cli.Registry;
import dev.rollcall.model.path.Transport;
import dev.rollcall.probe.Probes;
import dev.rollcall.probe.Protocol;
import dev.rollcall.probe.Session;
import dev.rollcall.probe.answer.StandIn;
import dev.rollcall.probe.settings.YamlKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Protocols for tests of this package and of the planner. */
public final class SomeProtocols {
  private SomeProtocols() {}

  /** Settings of every type that there is. */
  public record Every(
      @YamlKey(about = "A text that must be given.") String must,
      @YamlKey(about = "A text.", fallback = "usual") String text,
      @YamlKey(about = "A number.", fallback = "3") int minBytes,
      @YamlKey(about = "A flag.", fallback = "false") boolean flag,
      @YamlKey(about = "A duration.", fallback = "5s") Duration pause,
      @YamlKey(about = "A choice.", fallback = "two-words") Choice choice,
      @YamlKey(about = "Texts.") List<String> texts,
      @YamlKey(about = "Numbers.", fallback = "[1, 2]") List<Integer> numbers,
      @YamlKey(about = "Perhaps a text.") Optional<String> perhaps,
      @YamlKey(about = "Perhaps a number.") Optional<Integer> count,
      @YamlKey(about = "Perhaps a choice.") Optional<Choice> other) {
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
