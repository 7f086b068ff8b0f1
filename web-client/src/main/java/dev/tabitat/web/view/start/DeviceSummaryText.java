package dev.tabitat.web.view.start;

import dev.tabitat.core.device.DeviceProfile;
import dev.tabitat.core.device.DeviceSummary;
import dev.tabitat.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The device in a few words. */
public final class DeviceSummaryText {

    private DeviceSummaryText() {}

    /** The parts of the profile's summary line. */
    public static List<String> facts(JsonObject device) {
        String line = DeviceSummary.line(DeviceProfile.fromJson(device.without("backends")));
        List<String> parts = new ArrayList<>();
        for (int from = 0; from <= line.length();) {
            int dot = line.indexOf(" \u00b7 ", from);
            parts.add(line.substring(from, dot < 0 ? line.length() : dot));
            from = dot < 0 ? line.length() + 1 : dot + 3;
        }
        return parts;
    }
}
