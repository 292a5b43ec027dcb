package dev.rollcall.document;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * JSON for every file of Rollcall: bounded, strict, ASCII. Code that only needs tokens uses this
 * class, and does not wait for a mapper to be built.
 */
public final class SafeJson {
  private SafeJson() {}

  /** Reads at most {@link RunDocument#LIMIT} bytes; refuses a duplicate key. */
  public static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(RunDocument.LIMIT)
                .maxNestingDepth(100)
                .maxNameLength(1000)
                .maxNumberLength(50)
                .maxStringLength(1 << 20)
                .maxTokenCount(10_000_000)
                .build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        // ASCII only: keeps lone surrogates, and disarms bidirectional overrides and C1 controls.
        .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
        .characterEscapes(new DeleteEscape())
        .build();
  }
}
