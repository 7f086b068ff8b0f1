package dev.tabitat.web.documents;

import dev.tabitat.core.documents.DocumentText;
import dev.tabitat.core.documents.Place;
import dev.tabitat.core.json.Json;
import dev.tabitat.core.json.JsonArray;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a stretch of text stands in the original, as scripts see it. */
final class PlaceJson {

    private static final int MAX_BOXES = 200;

    private PlaceJson() {}

    /** Empty where the reader knew no place. */
    static Optional<JsonObject> of(DocumentText text, int start, int end) {
        List<Place> places = text.places();
        int at = firstEndingAfter(places, start);
        if (at == places.size() || places.get(at).start() >= end) {
            return Optional.empty();
        }
        Place first = places.get(at);
        int to = first.number();
        List<Json> boxes = new ArrayList<>();
        for (int i = at; i < places.size() && places.get(i).start() < end; i++) {
            Place place = places.get(i);
            to = Math.max(to, place.number());
            if (place.box().isPresent() && boxes.size() < MAX_BOXES) {
                Place.Box box = place.box().get();
                boxes.add(JsonObject.of("page", place.number(), "left", (double) box.left(), "top", (double) box.top(),
                        "width", (double) box.width(), "height", (double) box.height()));
            }
        }
        JsonObject json = JsonObject.of("unit", first.unit().name().toLowerCase(Locale.ROOT), "number", first.number());
        json = to > first.number() ? json.with("to", to) : json;
        json = first.part().isEmpty() ? json : json.with("part", first.part());
        return Optional.of(boxes.isEmpty() ? json : json.with("boxes", new JsonArray(boxes)));
    }

    private static int firstEndingAfter(List<Place> places, int start) {
        int low = 0;
        int high = places.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (places.get(middle).end() <= start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
