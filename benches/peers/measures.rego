package decision

import rego.v1

# What is measured, read off a record; a measure that cannot be read is undefined or null.

left if input.injury.side == "left"

hurt_raise := input.heel_raise[0].left if left

hurt_raise := input.heel_raise[0].right if not left

sound_raise := input.heel_raise[0].right if left

sound_raise := input.heel_raise[0].left if not left

hurt_hop := input.hop[1].left if left

hurt_hop := input.hop[1].right if not left

hurt_single := input.hop[2].left if left

hurt_single := input.hop[2].right if not left

sound_single := input.hop[2].right if left

sound_single := input.hop[2].left if not left

pop := input.screening[0].pop_at_onset

push_off_loss := input.screening[0].push_off_loss

rise_on_one_leg := input.screening[0].heel_raise_ability

calf_swelling := input.screening[0].calf_swelling_warmth

fever := input.screening[0].fever

night_pain := input.screening[0].night_pain

bone_tenderness := input.screening[0].bone_tenderness

daily_pain := worst_of(input.pain[0].worst, input.pain[1].worst, input.pain[2].worst)

walking_pain := input.pain[0].walking

walking_pain_week := worst_of(input.pain[0].walking, input.pain[1].walking, input.pain[2].walking)

morning_pain := input.pain[0].morning

morning_pain_week := worst_of(input.pain[0].morning, input.pain[1].morning, input.pain[2].morning)

stiffness := worst_of(input.pain[0].morning_stiffness_min, input.pain[1].morning_stiffness_min, input.pain[2].morning_stiffness_min)

limped if input.pain[0].limp == true

limped if input.pain[1].limp == true

limped if input.pain[2].limp == true

limp := true if {
	limped
} else := false if {
	is_boolean(input.pain[0].limp)
	is_boolean(input.pain[1].limp)
	is_boolean(input.pain[2].limp)
}

masking := count(input.pain[0].masked_by) > 0 if {
	is_array(input.pain[0].masked_by)
	is_array(input.treatments)
}

heel_raises := hurt_raise.reps if input.heel_raise[0].cadence_per_min == 30

heel_raise_symmetry := (100 * hurt_raise.reps) / sound_raise.reps if {
	input.heel_raise[0].cadence_per_min == 30
	is_number(hurt_raise.reps)
	is_number(sound_raise.reps)
}

heel_raise_pain := hurt_raise.pain

morning_after_heel_raises := input.heel_raise[0].pain_next_morning

heel_raise_surface := input.heel_raise[0].surface

age_outside_norms := max([20 - input.athlete.age, input.athlete.age - 80, 0]) if is_number(input.athlete.age)

hop_count := hurt_hop.trials[0]

hop_pain := hurt_hop.pain

morning_after_hops := input.hop[1].pain_next_morning if {
	not input.hop[2]
} else := max([input.hop[1].pain_next_morning, input.hop[2].pain_next_morning]) if {
	is_number(input.hop[1].pain_next_morning)
	is_number(input.hop[2].pain_next_morning)
}

single_hop := max(hurt_single.trials) if is_array(hurt_single.trials)

single_hop_symmetry := (100 * max(hurt_single.trials)) / max(sound_single.trials) if {
	is_array(hurt_single.trials)
	is_array(sound_single.trials)
}

single_hop_mean := sum(hurt_single.trials) / 3 if is_array(hurt_single.trials)

single_hop_mean_symmetry := (100 * sum(hurt_single.trials)) / sum(sound_single.trials) if {
	is_array(hurt_single.trials)
	is_array(sound_single.trials)
}

single_hop_pain := hurt_single.pain

visa_a := input.questionnaires[0].score

worst_of(one, two, three) := max([one, two, three]) if {
	is_number(one)
	is_number(two)
	is_number(three)
}
